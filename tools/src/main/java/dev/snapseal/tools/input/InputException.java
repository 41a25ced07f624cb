package dev.snapseal.tools.input;

import java.io.IOException;
import java.util.OptionalLong;

/// An input, or a member of an archive, that gives no backup: which one, where, why.
///
/// The message is `[path] what was found`; it may hold names out of an archive with control
/// characters in them, and never holds content.
public final class InputException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final long NOWHERE = -1;

  private final String displayPath;
  private final InputProblem problem;
  private final long offset;

  InputException(String displayPath, InputProblem problem, String found) {
    super("[" + displayPath + "] " + found);
    this.displayPath = displayPath;
    this.problem = problem;
    this.offset = NOWHERE;
  }

  InputException(String displayPath, InputProblem problem, long offset, String found) {
    super("[%s] byte %d: %s".formatted(displayPath, offset, found));
    this.displayPath = displayPath;
    this.problem = problem;
    this.offset = offset;
  }

  InputException(String displayPath, InputProblem problem, String found, IOException cause) {
    this(displayPath, problem, found);
    initCause(cause);
  }

  /// A failure of the operating system, in our words.
  public static InputException of(IOException cause, String displayPath) {
    return SourceFile.problem(cause, displayPath);
  }

  /// A pipe, a socket or a device without an end.
  public static InputException notAFile(String displayPath) {
    return new InputException(
        displayPath, InputProblem.NOT_A_FILE, "neither a file nor a directory nor a block device");
  }

  /// A file whose size says that it is empty, which it is not.
  public static InputException sizeless(String displayPath, String what) {
    return new InputException(
        displayPath,
        InputProblem.NOT_READABLE,
        what + ", and yet content, which was not searched: pipe it into 'snapseal sweep -'");
  }

  /// A file that is no longer what it was when it was opened.
  public static InputException changed(String displayPath, String how) {
    return new InputException(
        displayPath, InputProblem.CHANGED, "the file changed while it was read: " + how);
  }

  /// The path as given, with `!` before a name inside an archive.
  public String displayPath() {
    return displayPath;
  }

  public InputProblem problem() {
    return problem;
  }

  /// Where in the file or member that [#displayPath] names, in bytes of that file as it is stored
  /// (compressed bytes of a compressed one); empty when the problem has no place.
  public OptionalLong offset() {
    return offset == NOWHERE ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /// The message without the path in front.
  String found() {
    return getMessage().substring(displayPath.length() + 3);
  }
}
