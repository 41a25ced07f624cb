package dev.snapseal.snapshot.wal;

/// A record of a segment.
///
/// @param offset of its frame, the length field, in the segment; a multiple of 8
/// @param end offset of the next frame
/// @param type what it holds
/// @param crc the CRC-32C over the data of all records up to here, as the record says it, unsigned
/// @param dataOffset of its data in the segment; `end` if it has none
/// @param dataLength bytes, 0 or more
public record WalRecord(
    long offset, long end, WalRecordType type, long crc, long dataOffset, long dataLength) {}
