package dev.snapseal.tools.output;

import dev.snapseal.tools.output.OutputFile.Existing;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A program that writes files until it is stopped or fails, as a process of its own.
///
/// It prints a line when the first part file is there. A failure is printed as commands print it,
/// and ends the process as `Main` does.
final class WriterMain {
  static final int CHUNK_BYTES = 16 << 10;

  private static final int ROUNDS = 300;

  private WriterMain() {}

  /// @param args the target, the number of chunks in a file, and what to do: `once`, `hold` (never
  ///   commit), or `loop` (more files, the target's name and a number)
  static void main(String[] args) throws InterruptedException {
    int code = 0;
    try {
      Path target = Path.of(args[0]);
      int chunks = Integer.parseInt(args[1]);
      switch (args[2]) {
        case "once" -> write(target, chunks, false);
        case "hold" -> write(target, chunks, true);
        case "loop" -> {
          for (int file = 0; ; file++) {
            write(Path.of(args[0] + file), chunks, false);
          }
        }
        case "compete" -> compete(target, chunks);
        default -> throw new IllegalArgumentException(args[2]);
      }
    } catch (OutputException e) {
      System.out.println("error: " + e.getMessage());
      System.out.println("hint:  " + e.hint());
      code = 6;
    }
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }

  private static void write(Path target, int chunks, boolean hold)
      throws OutputException, InterruptedException {
    try (OutputFile file = OutputFile.create(target, Existing.REPLACE, List.of())) {
      System.out.println("writing");
      for (int chunk = 0; chunk < chunks; chunk++) {
        file.write(ByteBuffer.wrap(chunk(chunk)), (long) chunk * CHUNK_BYTES);
      }
      if (hold) {
        Thread.sleep(60_000);
      }
      file.commit();
    }
  }

  private static void compete(Path target, int chunks)
      throws OutputException, InterruptedException {
    int made = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try {
        write(target, chunks, false);
        made++;
      } catch (OutputException e) {
        if (!e.getMessage().endsWith("another run is writing this file")) {
          throw e;
        }
      }
    }
    System.out.println("made " + made);
  }

  private static byte[] chunk(int number) {
    byte[] bytes = new byte[CHUNK_BYTES];
    Arrays.fill(bytes, (byte) (number + 1));
    return bytes;
  }

  /// All that a whole file of so many chunks holds.
  static byte[] content(int chunks) {
    ByteBuffer all = ByteBuffer.allocate(chunks * CHUNK_BYTES);
    for (int chunk = 0; chunk < chunks; chunk++) {
      all.put(chunk(chunk));
    }
    return all.array();
  }
}
