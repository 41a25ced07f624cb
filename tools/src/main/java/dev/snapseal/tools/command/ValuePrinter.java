package dev.snapseal.tools.command;

import dev.snapseal.tools.ExitCode;
import dev.snapseal.tools.kubernetes.ApplyView;
import dev.snapseal.tools.kubernetes.DecodedObject;
import dev.snapseal.tools.kubernetes.ObjectDecoder;
import dev.snapseal.tools.kubernetes.ObjectDecodingException;
import dev.snapseal.tools.kubernetes.ObjectRenderer;
import dev.snapseal.tools.kubernetes.TerminalView;
import dev.snapseal.tools.kubernetes.TerminalView.Protection;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/// Writes one opened value in the form asked for.
///
/// @param where file, key and revision, as messages begin
/// @param fields which fields of an object are shown
/// @param secrecy whether what was protected may be shown
record ValuePrinter(CommandIo io, String where, Fields fields, Secrecy secrecy) {
  private static final int HEX_BYTES_A_LINE = 32;
  private static final int CHUNK_BYTES = 1 << 16;

  /// Forms of a value; the names are what `-o` takes.
  enum Form {
    yaml,
    json,
    raw,
    hex
  }

  /// Which fields of an object are shown.
  enum Fields {
    /// Without those that only the API server sets.
    MANIFEST,
    ALL
  }

  /// Whether the content of a Secret, or of a value that was encrypted, is shown.
  enum Secrecy {
    SHOWN,
    HIDDEN
  }

  /// @param modRevision of the value, 1 or more
  /// @param protection how the store keeps the value
  void print(Form form, MemorySegment content, long modRevision, Protection protection)
      throws CommandFailure, IOException {
    switch (form) {
      case yaml, json -> object(form, content, modRevision, protection);
      case raw, hex -> bytes(form, content, protection);
    }
    io.out().flush();
  }

  private void object(Form form, MemorySegment content, long modRevision, Protection protection)
      throws CommandFailure {
    DecodedObject decoded = decode(content, modRevision);
    ObjectNode tree =
        switch (fields) {
          case MANIFEST -> ApplyView.of(decoded.tree());
          case ALL -> decoded.tree();
        };
    TerminalView shown =
        switch (secrecy) {
          case HIDDEN -> TerminalView.of(decoded, tree, protection);
          case SHOWN -> new TerminalView(decoded, tree, false);
        };
    if (shown.isHiding()) {
      HiddenValues.note(io);
    }
    io.out()
        .print(
            form == Form.json
                ? ObjectRenderer.json(shown.decoded(), shown.tree())
                : ObjectRenderer.yaml(shown.decoded(), shown.tree()));
  }

  private DecodedObject decode(MemorySegment content, long modRevision) throws CommandFailure {
    try {
      return ObjectDecoder.decode(content, modRevision);
    } catch (ObjectDecodingException e) {
      throw new CommandFailure(
          ExitCode.DAMAGED,
          where + ": " + e.getMessage(),
          "its bytes as they are: the same command with -o raw or -o hex");
    }
  }

  private void bytes(Form form, MemorySegment content, Protection protection)
      throws CommandFailure, IOException {
    if (secrecy == Secrecy.HIDDEN && (protection == Protection.ENCRYPTED || isSecret(content))) {
      throw new CommandFailure(
          ExitCode.OUTPUT,
          where + ": a protected value is not written to a terminal",
          "write it to a file or pipe, or add --reveal");
    }
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      for (long offset = 0; offset < content.byteSize(); offset += CHUNK_BYTES) {
        int length = (int) Math.min(CHUNK_BYTES, content.byteSize() - offset);
        MemorySegment.copy(content, ValueLayout.JAVA_BYTE, offset, chunk, 0, length);
        chunk(form, chunk, length);
      }
    } finally {
      Arrays.fill(chunk, (byte) 0);
    }
  }

  private void chunk(Form form, byte[] chunk, int length) throws IOException {
    if (form == Form.raw) {
      io.out().flush();
      io.binaryOut().write(chunk, 0, length);
      io.binaryOut().flush();
      return;
    }
    for (int i = 0; i < length; i += HEX_BYTES_A_LINE) {
      io.out().println(HexFormat.of().formatHex(chunk, i, Math.min(length, i + HEX_BYTES_A_LINE)));
    }
  }

  /// What cannot be decoded may be anything.
  private static boolean isSecret(MemorySegment content) {
    try {
      DecodedObject decoded = ObjectDecoder.decode(content, 1);
      return TerminalView.of(decoded, decoded.tree(), Protection.PLAIN).isHiding();
    } catch (ObjectDecodingException e) {
      return true;
    }
  }
}
