package dev.snapseal.tools.sweep;

import dev.snapseal.tools.ShellWord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What holds a disk's content back from any search: a container that packs it, encryption, a file
/// system that compresses. Looked for at the beginning and at every partition's.
///
/// @param container of a packed image: what it is and what to do; it is not searched, because a
///   search would find nothing and prove nothing
/// @param hidden what was not examined, because it is encrypted or compressed as a whole
/// @param caveats what may hide or cut a part of the content
/// @see <a href="https://github.com/sleuthkit/sleuthkit/blob/develop/tsk/util/detect_encryption.c">
///   Sleuth Kit detect_encryption.c</a>
record Medium(Optional<String> container, List<String> hidden, List<String> caveats) {
  private static final int SECTOR_BYTES = 512;
  private static final int MOST_PARTITIONS = 128;

  /// Bytes at a fixed place, and what they say.
  ///
  /// @param says in it `{file}` and `{offset}` stand for the disk and where on it the sign's owner
  ///   begins, `{raw}` for the name of a raw copy in the working directory: commands to paste
  private record Sign(int offset, String hex, String says) {
    String of(String path, long start) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      return says.replace("{offset}", Long.toString(start))
          .replace("{raw}", ShellWord.of(name + ".raw"))
          .replace("{name}", ShellWord.of(name))
          .replace("{file}", ShellWord.of(path));
    }
  }

  private static final String CONVERT =
      "qemu-img convert -O raw {file} {raw} && snapseal sweep {raw}";
  private static final String EXPORT =
      "ewfexport -u -t {name} -f raw {file} && snapseal sweep {raw}";
  private static final String LOOP =
      "\"$(losetup --find --show --read-only --offset {offset} {file})\"";
  private static final String MOUNT =
      "mkdir mounted && mount -o ro,loop,offset={offset} {file} mounted && snapseal sweep mounted";

  private static final List<Sign> CONTAINERS =
      List.of(
          new Sign(0, "455646090d0aff00", "an EnCase image (E01): " + EXPORT),
          new Sign(0, "455646320d0a8100", "an EnCase image (Ex01): " + EXPORT),
          new Sign(0, "41464631300d0a", "an AFF image: affconvert -r {file}"),
          new Sign(0, "514649fb", "a qcow2 image: " + CONVERT),
          new Sign(0, "4b444d56", "a VMDK image: " + CONVERT),
          new Sign(0, "7668647866696c65", "a VHDX image: " + CONVERT),
          new Sign(0, "636f6e6563746978", "a VHD image: " + CONVERT),
          new Sign(0x40, "7f10dabe", "a VDI image: " + CONVERT));

  private static final List<Sign> HIDING =
      List.of(
          new Sign(
              0,
              "4c554b53babe",
              "a LUKS container: cryptsetup open --readonly "
                  + LOOP
                  + " opened && snapseal sweep /dev/mapper/opened"),
          new Sign(
              3,
              "2d4656452d46532d",
              "a BitLocker volume: cryptsetup open --type bitlk --readonly "
                  + LOOP
                  + " opened && snapseal sweep /dev/mapper/opened"),
          new Sign(
              0, "656e637264736100", "a FileVault container: unlock it and sweep what it holds"),
          new Sign(
              0x10040, "5f42485266535f4d", "a btrfs file system, which may compress: " + MOUNT),
          new Sign(
              0x20000,
              "0cb1ba00",
              "a ZFS pool, which compresses: import it read-only and sweep the files"),
          new Sign(0, "68737173", "a squashfs file system, which compresses: " + MOUNT));

  private static final List<Sign> CUTTING =
      List.of(
          new Sign(
              0x400,
              "1020f5f2",
              "an f2fs file system, which can compress; its files too: " + MOUNT),
          new Sign(
              3,
              "4e54465320202020",
              "an NTFS file system, which can compress; its files too: " + MOUNT),
          new Sign(
              0x218,
              "4c564d3220303031",
              "an LVM volume, whose extents may be out of order: activate it read-only and sweep"
                  + " the logical volumes too"),
          new Sign(
              0x1000,
              "fc4e2ba9",
              "a member of an md RAID, whose stripes are on several disks: assemble it read-only"
                  + " and sweep the array too"));

  private static final int MBR_ENTRIES = 446;
  private static final int MBR_ENTRY_BYTES = 16;
  private static final int MBR_ENTRY_COUNT = 4;
  private static final int MBR_TYPE = 4;
  private static final int MBR_START = 8;
  private static final int MBR_SIGNATURE = 510;
  private static final int MBR_SIGNATURE_VALUE = 0xAA55;
  private static final int GPT_PROTECTIVE = 0xEE;
  private static final long GPT_MAGIC = 0x5452_4150_2049_4645L;
  private static final int GPT_ENTRIES = 72;
  private static final int GPT_COUNT = 80;
  private static final int GPT_ENTRY_BYTES = 84;
  private static final int GPT_LEAST_ENTRY = 128;
  private static final int GPT_FIRST = 32;
  private static final int[] SECTOR_SIZES = {512, 4096};

  Medium {
    hidden = List.copyOf(hidden);
    caveats = List.copyOf(caveats);
  }

  /// Looks at the first bytes of a disk and of its partitions. What cannot be read there is taken
  /// for nothing known.
  ///
  /// @param path of the disk, for commands
  static Medium of(String path, FileChannel file, long length) {
    for (Sign sign : CONTAINERS) {
      if (isAt(file, 0, sign)) {
        return new Medium(Optional.of(sign.of(path, 0)), List.of(), List.of());
      }
    }
    List<Long> starts = new ArrayList<>(List.of(0L));
    addPartitions(file, starts);
    starts.removeIf(start -> start < 0 || start >= length);
    return new Medium(
        Optional.empty(), said(path, file, starts, HIDING), said(path, file, starts, CUTTING));
  }

  private static List<String> said(
      String path, FileChannel file, List<Long> starts, List<Sign> signs) {
    List<String> said = new ArrayList<>();
    for (long start : starts) {
      signs.stream()
          .filter(sign -> isAt(file, start, sign))
          .forEach(sign -> said.add("at byte " + start + " begins " + sign.of(path, start)));
    }
    return said;
  }

  private static boolean isAt(FileChannel file, long start, Sign sign) {
    byte[] expected = HexFormat.of().parseHex(sign.hex());
    return read(file, start + sign.offset(), expected.length)
        .filter(bytes -> bytes.equals(ByteBuffer.wrap(expected)))
        .isPresent();
  }

  private static Optional<ByteBuffer> read(FileChannel file, long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (bytes.hasRemaining()) {
        if (file.read(bytes, offset + bytes.position()) < 0) {
          return Optional.empty();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(bytes.rewind());
  }

  /// Of a master boot record the primary partitions, or of a GUID partition table all.
  private static void addPartitions(FileChannel file, List<Long> starts) {
    Optional<ByteBuffer> sector = read(file, 0, SECTOR_BYTES);
    if (sector.isEmpty()
        || (sector.get().getShort(MBR_SIGNATURE) & 0xFFFF) != MBR_SIGNATURE_VALUE) {
      return;
    }
    ByteBuffer record = sector.get();
    for (int i = 0; i < MBR_ENTRY_COUNT; i++) {
      int entry = MBR_ENTRIES + i * MBR_ENTRY_BYTES;
      int type = record.get(entry + MBR_TYPE) & 0xFF;
      if (type == GPT_PROTECTIVE) {
        addGuidPartitions(file, starts);
        return;
      }
      if (type != 0) {
        starts.add((record.getInt(entry + MBR_START) & 0xFFFF_FFFFL) * SECTOR_BYTES);
      }
    }
  }

  private static void addGuidPartitions(FileChannel file, List<Long> starts) {
    for (int sectorBytes : SECTOR_SIZES) {
      Optional<ByteBuffer> header =
          read(file, sectorBytes, SECTOR_BYTES).filter(bytes -> bytes.getLong(0) == GPT_MAGIC);
      if (header.isEmpty()) {
        continue;
      }
      long entries = header.get().getLong(GPT_ENTRIES) * sectorBytes;
      int count = Math.clamp(header.get().getInt(GPT_COUNT), 0, MOST_PARTITIONS);
      int size = Math.clamp(header.get().getInt(GPT_ENTRY_BYTES), GPT_LEAST_ENTRY, SECTOR_BYTES);
      for (int i = 0; i < count && entries > 0; i++) {
        read(file, entries + (long) i * size, size)
            .filter(entry -> entry.getLong(0) != 0 || entry.getLong(Long.BYTES) != 0)
            .ifPresent(entry -> starts.add(entry.getLong(GPT_FIRST) * sectorBytes));
      }
    }
  }
}
