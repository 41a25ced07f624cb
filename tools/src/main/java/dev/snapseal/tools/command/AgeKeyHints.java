package dev.snapseal.tools.command;

import dev.snapseal.tools.ShellWord;
import dev.snapseal.tools.age.AgeException;
import dev.snapseal.tools.age.AgeException.KeyFault;
import dev.snapseal.tools.age.AgeException.Reason;
import dev.snapseal.tools.age.AgeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What to do about a recipient, an identity or a file with them that cannot be used. No key is
/// repeated.
///
/// @param given the command that was to use it
record AgeKeyHints(AgeException failure, GivenCommand given) {
  /// Of age's header no more is needed to know it.
  private static final int HEAD_BYTES = 64;

  List<String> hints() {
    if (failure.reason() == Reason.WRONG_PASSPHRASE) {
      return List.of("only the right one opens it; try again: " + given.plus());
    }
    return failure.keyFault().map(this::hint).stream().toList();
  }

  private String hint(KeyFault fault) {
    return switch (fault) {
      case SECRET_AS_RECIPIENT ->
          "the recipient that belongs to it: age-keygen -y " + (isFile() ? source() : "key.txt");
      case RECIPIENT_AS_IDENTITY, NO_IDENTITY ->
          "name the file with the secret key, that age-keygen wrote: -i key.txt";
      case SSH_RECIPIENT -> "age takes it: " + sealingByAge();
      case SSH_IDENTITY, OTHER_IDENTITY -> "age takes it: " + openingByAge();
      case NO_RECIPIENT -> "write one into it: age-keygen -y key.txt >> " + source();
      case OTHER_RECIPIENT -> "make one that is taken here: age-keygen -o new-key.txt";
      case MALFORMED -> "see what it should be: age-keygen -y key.txt";
    };
  }

  private boolean isFile() {
    return !failure.source().startsWith("-");
  }

  private String source() {
    return ShellWord.of(failure.source());
  }

  private String sealingByAge() {
    String file =
        given.args().stream()
            .skip(1)
            .filter(argument -> !argument.equals(failure.source()))
            .filter(AgeKeyHints::isFile)
            .findFirst()
            .orElse("backup.db");
    String recipient = isFile() ? "-R " + source() : "-r 'ssh-...'";
    return "age " + recipient + " -o backup.db.age " + ShellWord.of(file);
  }

  private String openingByAge() {
    Optional<String> sealed =
        given.args().stream().skip(1).filter(AgeKeyHints::isSealed).findFirst();
    String opening =
        "age -d -i " + source() + " " + sealed.map(ShellWord::of).orElse("backup.db.age");
    if (given.is("open")) {
      return opening + " > backup.db";
    }
    return opening
        + " | "
        + sealed
            .map(file -> given.without("-i", "--identity").with(file, "-"))
            .orElse("snapseal audit -");
  }

  private static boolean isFile(String argument) {
    try {
      return Files.isRegularFile(Path.of(argument));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static boolean isSealed(String argument) {
    if (!isFile(argument)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(Path.of(argument))) {
      return AgeFile.isSealed(in.readNBytes(HEAD_BYTES));
    } catch (IOException _) {
      return false;
    }
  }
}
