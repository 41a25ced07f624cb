package dev.snapseal.tools.audit;

import dev.snapseal.crypto.GroupResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A policy in a file: a resource a line, `#` begins a comment.
public final class PolicyFile {
  private static final long MAX_BYTES = 1 << 20;

  private PolicyFile() {}

  /// Reads the resources of a policy.
  ///
  /// @throws IOException if the file cannot be read or names no resource
  public static List<GroupResource> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException("[" + file + "] is no policy: it has more than a megabyte");
    }
    List<GroupResource> resources = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String resource = line.replaceFirst("#.*", "").strip();
      if (!resource.isEmpty()) {
        resources.add(GroupResource.parse(resource));
      }
    }
    if (resources.isEmpty()) {
      throw new IOException("[" + file + "] names no resource");
    }
    return resources;
  }
}
