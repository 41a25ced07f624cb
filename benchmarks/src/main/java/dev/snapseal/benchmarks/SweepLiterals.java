package dev.snapseal.benchmarks;

import dev.snapseal.tools.sweep.Canaries;
import dev.snapseal.tools.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Path;

/// Prints every literal that a sweep looks for, one a line, for a program that takes such a list.
final class SweepLiterals {
  private SweepLiterals() {}

  /// Prints them.
  ///
  /// @param args the file of canaries
  public static void main(String[] args) throws IOException {
    for (byte[] literal : Sweep.literals(Canaries.read(Path.of(args[0])))) {
      System.out.write(literal);
      System.out.write('\n');
    }
    System.out.flush();
  }
}
