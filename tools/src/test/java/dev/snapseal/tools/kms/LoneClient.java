package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPlugin.WrappedKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// A program that only talks to the plugin at the socket it is given, and then says which threads
/// stay.
final class LoneClient {
  private LoneClient() {}

  public static void main(String[] args) throws IOException {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    byte[] dataKey = new byte[32];
    try (var plugin =
        UnixSocketKmsPlugin.open("v2", "plug", "unix://" + args[0], Duration.ofSeconds(10))) {
      WrappedKey wrapped = plugin.encrypt(dataKey);
      System.out.println("opened: " + Arrays.equals(dataKey, plugin.decrypt(wrapped)));
    }
    Set<Thread> after = new HashSet<>(Thread.getAllStackTraces().keySet());
    after.removeAll(before);
    System.out.println("threads: " + after);
  }
}
