package dev.snapseal.tools.input;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// The keys and values in the JSON of a delta, out of their base64, each with a line feed behind
/// it: as bytes that can be searched like any others.
final class DeltaValues extends InputStream {
  private static final byte[] KEY = "\"key\":\"".getBytes(US_ASCII);
  private static final byte[] VALUE = "\"value\":\"".getBytes(US_ASCII);
  private static final int GROUP = 4;
  private static final byte[] SEXTETS = sextets();
  private static final byte NO_SEXTET = -1;

  private final MemorySegment json;
  private final byte[] decoded = new byte[GROUP - 1];
  private long at;
  private int given;
  private int ready;
  private boolean isInside;

  /// @param json of a delta, without the hash behind it
  DeltaValues(MemorySegment json) {
    this.json = json;
  }

  private static byte[] sextets() {
    byte[] sextets = new byte[256];
    Arrays.fill(sextets, NO_SEXTET);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      sextets[alphabet.charAt(i)] = (byte) i;
    }
    return sextets;
  }

  @Override
  public int read() {
    while (given == ready) {
      if (isInside) {
        decode();
      } else if (!findNext()) {
        return -1;
      }
    }
    return decoded[given++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = 0;
    while (count < length) {
      int octet = read();
      if (octet < 0) {
        break;
      }
      target[offset + count++] = (byte) octet;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  private boolean findNext() {
    while (at < json.byteSize()) {
      if (json.get(ValueLayout.JAVA_BYTE, at) == '"') {
        int length = startsWith(KEY) ? KEY.length : startsWith(VALUE) ? VALUE.length : 0;
        if (length > 0) {
          at += length;
          isInside = true;
          return true;
        }
      }
      at++;
    }
    return false;
  }

  private boolean startsWith(byte[] word) {
    if (json.byteSize() - at < word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (json.get(ValueLayout.JAVA_BYTE, at + i) != word[i]) {
        return false;
      }
    }
    return true;
  }

  /// The next three bytes of a text, or the line feed behind it. What is no base64 ends it too.
  private void decode() {
    int sextets = 0;
    int count = 0;
    while (count < GROUP && at < json.byteSize()) {
      byte sextet = SEXTETS[json.get(ValueLayout.JAVA_BYTE, at) & 0xFF];
      if (sextet == NO_SEXTET) {
        break;
      }
      sextets = sextets << 6 | sextet;
      count++;
      at++;
    }
    sextets <<= 6 * (GROUP - count);
    given = 0;
    ready = Math.max(0, count - 1);
    for (int i = 0; i < ready; i++) {
      decoded[i] = (byte) (sextets >>> (16 - 8 * i));
    }
    if (count == 0) {
      decoded[0] = '\n';
      ready = 1;
    }
    isInside = count > 0;
  }
}
