package dev.snapseal.tools;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.snapseal.testdata.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Data directories of real servers.
public final class DataDirectory {
  private DataDirectory() {}

  /// Unpacks that of a cluster into `folder`, which then holds `member`.
  public static Path unpacked(String cluster, Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(TestData.cluster(cluster).dataDirectory());
        TarArchiveInputStream tar = new TarArchiveInputStream(new ZstdInputStreamNoFinalizer(in))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        int start = entry.getName().indexOf("member/");
        if (start >= 0 && entry.isFile()) {
          Path file = folder.resolve(entry.getName().substring(start));
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
        }
      }
    }
    return folder;
  }
}
