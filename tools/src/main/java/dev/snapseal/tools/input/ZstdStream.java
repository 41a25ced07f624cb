package dev.snapseal.tools.input;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// What comes out of zstd frames (RFC 8878), checksums checked, skippable frames skipped. Needs
/// memory for the window, which libzstd holds to 128 MiB. Owns zstd's memory, not the stream under
/// it.
final class ZstdStream extends InputStream {
  private final Source source;
  private final ZstdInputStreamNoFinalizer in;
  private final String displayPath;

  /// @throws InputException when the native library cannot be loaded on this machine
  ZstdStream(InputStream in, String displayPath) throws IOException {
    this.displayPath = displayPath;
    this.source = new Source(in);
    try {
      this.in = new ZstdInputStreamNoFinalizer(source);
    } catch (LinkageError e) {
      throw new InputException(
          displayPath,
          InputProblem.UNSUPPORTED_FORMAT,
          "zstd data, and the zstd library does not load on this machine");
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    try {
      return in.read(target, offset, length);
    } catch (ZstdIOException e) {
      throw problem(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private InputException problem(ZstdIOException e) {
    if (e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
      return new InputException(
          displayPath,
          InputProblem.UNSUPPORTED_FORMAT,
          "zstd data that needs a window of more than 128 MiB (made with --long)");
    }
    // Once its source has ended, zstd-jni complains of nothing but a frame that has not.
    return source.ended
        ? at(InputProblem.TRUNCATED, "the zstd data ends early")
        : at(InputProblem.DAMAGED, "the zstd data is damaged: " + e.getMessage());
  }

  /// zstd-jni reads ahead, so this is the end of what it has read.
  private InputException at(InputProblem problem, String found) {
    return new InputException(displayPath, problem, source.offset, found);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /// Counts, and keeps zstd-jni from closing what it does not own.
  private static final class Source extends FilterInputStream {
    private long offset;
    private boolean ended;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
      int count = super.read(target, start, length);
      offset += Math.max(0, count);
      ended |= count < 0;
      return count;
    }

    @Override
    public void close() {
      // The stream belongs to somebody else.
    }
  }
}
