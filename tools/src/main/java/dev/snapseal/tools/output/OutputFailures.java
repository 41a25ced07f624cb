package dev.snapseal.tools.output;

import dev.snapseal.tools.ShellWord;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What is said when a file cannot be made.
///
/// @param file how messages name it
/// @param folder where it is written
/// @param option that named it
record OutputFailures(String file, Path folder, String option) {
  private static final String DENIED = "permission denied";

  /// What a report's name must end in.
  private static final String PAGE = ".html";

  static OutputFailures of(Path given, String option) {
    Path folder = given.getParent();
    return new OutputFailures(given.toString(), folder == null ? Path.of(".") : folder, option);
  }

  OutputException exists() {
    return failure("exists already", "--force replaces it; look first: ls -l " + word(file));
  }

  /// Of a folder that is to be made.
  OutputException existsAsFolder() {
    return failure("exists already", "name a new folder: " + option + " " + word(another()));
  }

  OutputException isInput(Path input) {
    String found =
        file.equals(input.toString())
            ? "is the input; an input is never overwritten"
            : "is the input " + input + "; an input is never overwritten";
    return failure(found, "name another file: " + option + " " + word(another()));
  }

  OutputException isInside(Path input) {
    return failure(
        "is a file of the input " + input + "; an input is never overwritten",
        "name another file: " + option + " " + word(another()));
  }

  OutputException isFolder() {
    return failure(
        "is a folder",
        "name a file in it: " + option + " " + word(Path.of(file).resolve("NAME").toString()));
  }

  OutputException isSpecial() {
    return failure(
        "is a device, a pipe or a socket, and only regular files are replaced",
        option.equals(OutputFile.OPTION)
            ? "send it there through standard output: --output - > " + word(file)
            : "name a file: " + option + " NAME");
  }

  OutputException isLinkToNothing() {
    return failure(
        "is a symbolic link to a file that does not exist", "where it points: ls -l " + word(file));
  }

  OutputException isLinkInFolderForAll() {
    return failure(
        "is a symbolic link in a folder that everybody may write to",
        "name the file that it points to: ls -l " + word(file));
  }

  OutputException noFolder() {
    return failure(
        "the folder " + folder + " does not exist", "make it: mkdir -p " + word(folder.toString()));
  }

  OutputException isBusy(Path part) {
    return failure("another run is writing this file", "who: fuser -v " + word(part.toString()));
  }

  /// The name of the part file is taken by something that no run of ours made.
  OutputException isInTheWay(Path part) {
    return failure(
        part + " is in the way: it is no regular file",
        "look at it: ls -ld " + word(part.toString()));
  }

  OutputException isEnding() {
    return failure("was not made: interrupted", "run it again");
  }

  OutputException isGone(Path part, IOException cause) {
    return new OutputException(
        file,
        part + " was removed while it was written",
        "who uses the folder: ls -ld " + word(folder.toString()),
        cause);
  }

  /// A refusal of the operating system.
  ///
  /// @param what failed, such as `writing failed`
  OutputException because(String what, IOException cause) {
    String reason = reason(cause);
    return new OutputException(file, what + ": " + reason, hint(reason), cause);
  }

  /// The texts are the operating system's, in English; in other languages the last hint is given.
  private String hint(String reason) {
    String place = word(folder.toString());
    return switch (reason) {
      case DENIED -> "who may write there: ls -ld " + place;
      case "Read-only file system" -> "what is mounted there: findmnt -T " + place;
      case "No space left on device", "Disk quota exceeded" -> "how full it is: df -h " + place;
      case "File too large" -> "which limit it is: ulimit -f; df -hT " + place;
      case "File name too long" ->
          "use a shorter name: " + option + " " + word(folder.resolve("NAME").toString());
      case "Not a directory" -> "look at the folder: ls -ld " + place;
      default -> "look at the disk and the folder: df -h " + place + "; ls -ld " + place;
    };
  }

  private static String reason(IOException cause) {
    String said =
        cause instanceof FileSystemException precise ? precise.getReason() : cause.getMessage();
    return switch (cause) {
      case AccessDeniedException _ -> DENIED;
      case NoSuchFileException _ -> "no such file or folder";
      case ClosedByInterruptException _ -> "interrupted";
      default -> said == null ? cause.getClass().getSimpleName() : said;
    };
  }

  private OutputException failure(String found, String hint) {
    return new OutputException(file, found, hint);
  }

  /// Another name beside it, with the ending by which others know what it is.
  private String another() {
    int ending = file.endsWith(PAGE) ? file.length() - PAGE.length() : file.length();
    return file.substring(0, ending) + ".new" + file.substring(ending);
  }

  /// A path that a program does not take for an option either.
  private static String word(String path) {
    return ShellWord.of(path.startsWith("-") ? "./" + path : path);
  }
}
