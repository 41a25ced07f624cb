package dev.snapseal.testdata;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// What the two meta pages of a file say.
///
/// @param root page id of the current root bucket
/// @param olderRoot page id of the root bucket that the older meta names
/// @param freelist page id of the current freelist, or none stored
/// @param highWaterMark first page id never handed out
/// @param txid of the current meta; the older one has one less
record MetaPair(long root, long olderRoot, OptionalLong freelist, long highWaterMark, long txid) {

  /// The pages of `space` with these metas on pages 0 and 1.
  ///
  /// @param current the page the newer meta stands on: 0 or 1
  byte[] into(PageSpace space, int current) {
    byte[] bytes = space.image();
    ByteBuffer file = ByteBuffer.wrap(bytes).order(space.order());
    long noneOrPage = freelist.orElse(BoltLayout.NO_FREELIST);
    boolean oneTree = root == olderRoot;
    write(file, space.pageSize(), current, root, noneOrPage, txid);
    write(
        file,
        space.pageSize(),
        1 - current,
        olderRoot,
        oneTree ? noneOrPage : BoltLayout.NO_FREELIST,
        txid - 1);
    return bytes;
  }

  private void write(
      ByteBuffer file, int pageSize, int page, long rootId, long freelistId, long metaTxid) {
    int start = page * pageSize;
    file.putLong(start + BoltLayout.PAGE_ID, page);
    file.putShort(start + BoltLayout.PAGE_FLAGS, (short) BoltLayout.FLAG_META);
    file.putInt(start + BoltLayout.META_MAGIC, BoltLayout.MAGIC);
    file.putInt(start + BoltLayout.META_VERSION, BoltLayout.VERSION);
    file.putInt(start + BoltLayout.META_PAGE_SIZE, pageSize);
    file.putLong(start + BoltLayout.META_ROOT, rootId);
    file.putLong(start + BoltLayout.META_FREELIST, freelistId);
    file.putLong(start + BoltLayout.META_HIGH_WATER_MARK, highWaterMark);
    file.putLong(start + BoltLayout.META_TXID, metaTxid);
    file.putLong(start + BoltLayout.META_CHECKSUM, BoltLayout.metaChecksum(file, start));
  }
}
