package dev.snapseal.tools.input;

import java.io.IOException;
import java.util.Optional;

/// The one place where what a library throws at hostile bytes becomes a declared problem.
final class LibraryCall {
  private LibraryCall() {}

  /// Runs the step. Problems that our own code below the library declared pass through.
  ///
  /// @param verdict what it means when the library gives up
  static <T> T run(Step<T> step, Verdict verdict) throws IOException {
    try {
      return step.run();
    } catch (IOException | RuntimeException e) {
      // Any unchecked exception: the libraries trust some of the numbers that they read.
      Optional<InputException> declared = declaredIn(e);
      throw declared.isPresent() ? declared.get() : verdict.on(e);
    }
  }

  private static Optional<InputException> declaredIn(Throwable thrown) {
    return switch (thrown) {
      case InputException declared -> Optional.of(declared);
      case Throwable other when other.getCause() != null -> declaredIn(other.getCause());
      case Throwable _ -> Optional.empty();
    };
  }

  interface Step<T> {
    T run() throws IOException;
  }

  interface Verdict {
    IOException on(Exception thrown);
  }
}
