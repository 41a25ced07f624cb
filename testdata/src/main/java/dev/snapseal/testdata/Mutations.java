package dev.snapseal.testdata;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Endless random damage to a sound file: mutation `index` of a seed is always the same bytes.
///
/// Bits flipped, bytes overwritten, the file cut or lengthened, pages zeroed, copied, swapped or
/// spliced at odd offsets, fields of headers, elements and metas set to telling numbers, metas
/// resealed so that the reader gets past the checksum. One in four mutations does several of these.
/// May be used from several threads.
public final class Mutations {
  private static final long[] TELLING_NUMBERS = {
    0,
    1,
    2,
    3,
    15,
    16,
    17,
    0x7F,
    0x80,
    0xFFFE,
    0xFFFF,
    0x10000,
    Integer.MAX_VALUE,
    0x8000_0000L,
    0xFFFF_FFFFL,
    1L << 32,
    1L << 48,
    1L << 52,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -2,
    -1
  };

  private final byte[] sound;
  private final FileImage layout;
  private final int pages;
  private final long seed;

  private Mutations(byte[] sound, long seed) {
    this.sound = sound;
    this.layout = new FileImage(sound);
    this.pages = sound.length / layout.pageSize();
    this.seed = seed;
  }

  /// Mutations of a file of four pages or more, whose page 0 is a sound meta page.
  public static Mutations of(byte[] sound, long seed) {
    Mutations mutations = new Mutations(sound.clone(), seed);
    if (mutations.pages < 4) {
      throw new IllegalArgumentException("a file of " + mutations.pages + " pages, must be 4");
    }
    return mutations;
  }

  /// The mutated file of an index.
  public byte[] file(int index) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index);
    int times = random.nextInt(4) == 0 ? 2 + random.nextInt(6) : 1;
    byte[] file = sound.clone();
    for (int i = 0; i < times; i++) {
      mutate(ByteBuffer.wrap(file).order(layout.buffer().order()), random);
    }
    return random.nextInt(6) == 0 ? resized(file, random) : file;
  }

  private void mutate(ByteBuffer file, SplittableRandom random) {
    switch (random.nextInt(10)) {
      case 0 -> flipBits(file, random);
      case 1 -> overwriteBytes(file, random);
      case 2 -> zeroPage(file, random);
      case 3 -> copyPage(file, random);
      case 4 -> swapPages(file, random);
      case 5 -> splice(file, random);
      case 6 -> setMetaField(file, random);
      case 7 -> setHeaderField(file, random);
      default -> setElementField(file, random);
    }
  }

  private static void flipBits(ByteBuffer file, SplittableRandom random) {
    int bits = 1 + random.nextInt(8);
    for (int i = 0; i < bits; i++) {
      int at = random.nextInt(file.capacity());
      file.put(at, (byte) (file.get(at) ^ 1 << random.nextInt(8)));
    }
  }

  private static void overwriteBytes(ByteBuffer file, SplittableRandom random) {
    byte[] noise = new byte[1 + random.nextInt(64)];
    random.nextBytes(noise);
    file.put(random.nextInt(file.capacity() - noise.length), noise);
  }

  private void zeroPage(ByteBuffer file, SplittableRandom random) {
    file.put(anyPage(random), new byte[layout.pageSize()]);
  }

  private void copyPage(ByteBuffer file, SplittableRandom random) {
    int target = anyPage(random);
    byte[] page = pageAt(file, anyPage(random));
    if (random.nextBoolean()) {
      ByteBuffer.wrap(page).order(file.order()).putLong(0, target / layout.pageSize());
    }
    file.put(target, page);
  }

  private void swapPages(ByteBuffer file, SplittableRandom random) {
    int one = anyPage(random);
    int other = anyPage(random);
    byte[] page = pageAt(file, one);
    file.put(one, pageAt(file, other)).put(other, page);
  }

  private static void splice(ByteBuffer file, SplittableRandom random) {
    byte[] piece = new byte[1 + random.nextInt(2000)];
    file.get(random.nextInt(file.capacity() - piece.length), piece);
    file.put(random.nextInt(file.capacity() - piece.length), piece);
  }

  private void setMetaField(ByteBuffer file, SplittableRandom random) {
    int start = random.nextInt(2) * layout.pageSize();
    int field = BoltLayout.META_MAGIC + 4 * random.nextInt(14);
    setNumber(file, start + field, random);
    if (random.nextInt(4) > 0) {
      file.putLong(start + BoltLayout.META_CHECKSUM, BoltLayout.metaChecksum(file, start));
    }
  }

  private void setHeaderField(ByteBuffer file, SplittableRandom random) {
    int[] fields = {
      BoltLayout.PAGE_ID, BoltLayout.PAGE_FLAGS, BoltLayout.PAGE_COUNT, BoltLayout.PAGE_OVERFLOW
    };
    setNumber(file, anyPage(random) + fields[random.nextInt(fields.length)], random);
  }

  private void setElementField(ByteBuffer file, SplittableRandom random) {
    int start = anyPage(random);
    int count = Short.toUnsignedInt(file.getShort(start + BoltLayout.PAGE_COUNT));
    int room = layout.pageSize() / BoltLayout.ELEMENT_BYTES - 2;
    int element = random.nextInt(Math.clamp(count, 1, room));
    int at = start + BoltLayout.PAGE_HEADER_BYTES + BoltLayout.ELEMENT_BYTES * element;
    setNumber(file, at + Integer.BYTES * random.nextInt(4), random);
  }

  /// Writes a telling number, a page id near the end, or the old number and a little, in 2, 4 or 8
  /// bytes.
  private void setNumber(ByteBuffer file, int at, SplittableRandom random) {
    long number =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(pages + 4);
          case 1 -> file.getShort(at) + random.nextInt(-20, 20);
          default -> TELLING_NUMBERS[random.nextInt(TELLING_NUMBERS.length)];
        };
    switch (random.nextInt(3)) {
      case 0 -> file.putShort(at, (short) number);
      case 1 -> file.putInt(at, (int) number);
      default -> file.putLong(at, number);
    }
  }

  private byte[] resized(byte[] file, SplittableRandom random) {
    int wholePages = layout.pageSize() * random.nextInt(pages + 1);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(file, wholePages);
      case 1 -> Arrays.copyOf(file, random.nextInt(file.length));
      case 2 -> Arrays.copyOf(file, file.length - 1 - random.nextInt(64));
      default -> Arrays.copyOf(file, file.length + 1 + random.nextInt(10_000));
    };
  }

  private int anyPage(SplittableRandom random) {
    return random.nextInt(pages) * layout.pageSize();
  }

  private byte[] pageAt(ByteBuffer file, int start) {
    byte[] page = new byte[layout.pageSize()];
    file.get(start, page);
    return page;
  }
}
