package dev.snapseal.testdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the committed files lie on disk: real backups, vectors and recorded verdicts.
///
/// Works from a folder of classes and from a jar; out of a jar a file is copied once into a
/// temporary folder that is deleted when the JVM ends. The files are shared by all tests: copy one
/// before changing it. All methods may be called from any thread.
public final class TestData {
  private TestData() {}

  /// The files of one cluster: `etcd-3.5`, `etcd-3.6`, `remnant-3.6` or `zoo-1.36`.
  ///
  /// @throws IllegalArgumentException when there is no such cluster
  public static Cluster cluster(String name) {
    return switch (name) {
      case "etcd-3.5", "etcd-3.6" -> new Cluster(name, "final.db");
      case "remnant-3.6" -> new Cluster(name, "remnant.db");
      case "zoo-1.36" -> new Cluster(name, "zoo.db");
      default -> throw new IllegalArgumentException("no cluster is called " + name);
    };
  }

  /// A file of test vectors, such as `encryption-at-rest.json`.
  ///
  /// @throws IllegalArgumentException when there is no such file
  public static Path vectors(String fileName) {
    return resource("vectors/" + fileName);
  }

  /// Any file among the resources of this module, by its path with `/`.
  ///
  /// @throws IllegalArgumentException when there is no such file
  public static Path resource(String path) {
    URL url = TestData.class.getResource("/" + path);
    if (url == null) {
      throw new IllegalArgumentException("no test data at " + path);
    }
    return switch (url.getProtocol()) {
      case "file" -> Path.of(uriOf(url));
      default -> Extracted.copyOf(path);
    };
  }

  private static URI uriOf(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class loader gave " + url, e);
    }
  }

  /// The temporary folder for files out of a jar, made when the first one is asked for.
  private static final class Extracted {
    private static final Path FOLDER = temporaryFolder();

    private static Path temporaryFolder() {
      try {
        Path folder = Files.createTempDirectory("snapseal-testdata");
        folder.toFile().deleteOnExit();
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static synchronized Path copyOf(String path) {
      Path copy = FOLDER.resolve(path);
      if (!Files.exists(copy)) {
        extract(path, copy);
      }
      return copy;
    }

    private static void extract(String path, Path copy) {
      try (InputStream in = TestData.class.getResourceAsStream("/" + path)) {
        Path folder = FOLDER;
        for (Path part : FOLDER.relativize(copy.getParent())) {
          folder = folder.resolve(part);
          Files.createDirectories(folder);
          folder.toFile().deleteOnExit();
        }
        Files.copy(in, copy);
        copy.toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
