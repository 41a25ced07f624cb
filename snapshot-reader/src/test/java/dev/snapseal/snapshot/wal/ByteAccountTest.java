package dev.snapseal.snapshot.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ByteAccountTest {
  private static final String TEXT = "password of the production database is hunter2";
  private static final int METADATA = 1;
  private static final int ENTRY = 2;
  private static final int STATE = 3;
  private static final int SNAPSHOT = 5;

  private static ProtobufMessage message() {
    return new ProtobufMessage();
  }

  private static ProtobufMessage put() {
    return message().text(1, "/registry/secrets/prod/db").text(2, TEXT);
  }

  private static ProtobufMessage request(int operation, ProtobufMessage content) {
    return message().message(operation, content).message(100, message().varint(1, 42));
  }

  private static ProtobufMessage entry(long type, ProtobufMessage data) {
    return message().varint(1, type).varint(2, 1).varint(3, 1).bytes(4, data.toBytes());
  }

  private static ProtobufMessage v2(String path, String value) {
    return message().varint(1, 5).text(2, "PUT").text(3, path).text(4, value).varint(5, 0);
  }

  private static ProtobufMessage member(String context) {
    return message().varint(1, 1).varint(2, 0).varint(3, 5).text(4, context);
  }

  private static Arguments of(String name, int type, ProtobufMessage data) {
    return Arguments.of(name, type, data.toBytes());
  }

  private static Arguments request(String name, ProtobufMessage request) {
    return of(name, ENTRY, entry(0, request));
  }

  private static Stream<Arguments> accountedFor() {
    String json = "{\"id\":9,\"peerURLs\":[\"http://127.0.0.1:2380\"],\"name\":\"m1\"}";
    return Stream.of(
        request("a put", request(4, put().varint(3, 7))),
        request(
            "a transaction",
            request(
                6,
                message()
                    .message(1, message().varint(1, 0).varint(2, 2).text(3, "/a").varint(6, 0))
                    .message(2, message().message(2, put()))
                    .message(2, message().message(2, put()))
                    .message(3, message().message(1, message().text(1, "/a"))))),
        request("all keys deleted", request(5, message().text(1, "/a").text(2, "\0"))),
        request(
            "a user in the header",
            message().message(100, message().varint(1, 9).text(2, "root")).message(4, put())),
        request("a member of the v2 API", v2("/0/members/8e/attributes", json)),
        of("an empty entry", ENTRY, message().varint(1, 0).varint(2, 1).varint(3, 1)),
        of("a change of members", ENTRY, entry(1, member(json))),
        of("hard state", STATE, message().varint(1, 1).varint(2, 2).varint(3, 3)),
        of("metadata", METADATA, message().varint(1, 1).varint(2, 2)),
        of(
            "a snapshot",
            SNAPSHOT,
            message().varint(1, 1).varint(2, 2).message(3, message().varint(1, 3).varint(1, 4))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accountedFor")
  void whatEtcdWritesIsAccountedFor(String name, int type, byte[] data) throws IOException {
    assertTrue(isWhole(WalBuilder.first().record(type, data).bytes()), name);
  }

  private static Stream<Arguments> unaccounted() {
    String run = "x".repeat(600);
    return Stream.of(
        request("an unknown operation", request(20, put())),
        request("an operation that stands twice", request(4, put()).message(4, put())),
        request("an unknown field of a put", request(4, put().text(9, TEXT))),
        request("a value that stands twice", request(4, put().text(2, TEXT))),
        request("a number as text", request(4, put().text(3, TEXT))),
        request("a text as a key", request(5, message().text(1, TEXT))),
        request("a key longer than any", request(5, message().text(1, run))),
        request(
            "a text as a key in a transaction",
            request(6, message().message(3, message().message(1, message().text(1, TEXT))))),
        request(
            "a text as a user in the header",
            message().message(100, message().varint(1, 9).text(2, TEXT)).message(4, put())),
        request("a text in a lease", request(8, message().varint(1, 9).text(3, TEXT))),
        request("a text of the cluster in the v2 API", v2("/0/members/8e/attributes", TEXT)),
        request("a value of a user in the v2 API", v2("/1/a", "b")),
        of("an unknown field of an entry", ENTRY, entry(0, request(4, put())).text(9, TEXT)),
        of("data that stand twice", ENTRY, entry(0, request(4, put())).text(4, TEXT)),
        of("an unknown type of entry", ENTRY, entry(7, message().text(1, TEXT))),
        of("a text with a change of members", ENTRY, entry(1, member(TEXT))),
        of("a text in metadata", METADATA, message().varint(1, 1).text(3, TEXT)),
        of("a text in the hard state", STATE, message().varint(1, 1).text(2, TEXT)),
        of(
            "a text among members",
            SNAPSHOT,
            message().varint(1, 1).message(3, message().text(1, TEXT))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unaccounted")
  void whatNobodyReadsIsNot(String name, int type, byte[] data) throws IOException {
    assertFalse(isWhole(WalBuilder.first().record(type, data).bytes()), name);
  }

  @Test
  void aRecordMayHoldNothingBesideItsData() throws IOException {
    byte[] data = entry(0, request(4, put())).toBytes();
    ProtobufMessage record = message().varint(1, ENTRY).varint(2, 0);
    assertTrue(isWholeRecord(record.bytes(3, data)));
    assertFalse(isWholeRecord(message().varint(1, ENTRY).text(3, TEXT).bytes(3, data)));
    assertFalse(isWholeRecord(message().varint(1, ENTRY).text(9, TEXT).bytes(3, data)));
    assertFalse(isWholeRecord(message().varint(1, 4).varint(2, 0).text(3, TEXT)));
  }

  @Test
  void paddingIsZero() throws IOException {
    byte[] bytes = frame(message().varint(1, 4).varint(2, 300));
    assertTrue(ByteAccount.isWholeRecord(file(bytes), WalReader.next(file(bytes), 0)));
    bytes[bytes.length - 1] = 1;
    assertFalse(ByteAccount.isWholeRecord(file(bytes), WalReader.next(file(bytes), 0)));
  }

  @Test
  void aRaftSnapshotHoldsEachFieldOnce() throws IOException {
    String store = "{\"Root\":{\"Path\":\"/\",\"Value\":\"\"},\"CurrentVersion\":2}";
    ProtobufMessage members = message().varint(2, 5).varint(3, 1);
    ProtobufMessage inner = message().text(1, store).message(2, members);
    assertTrue(isWholeSnapshot(message().varint(1, 9).message(2, inner)));
    assertFalse(isWholeSnapshot(message().varint(1, 9).text(2, TEXT).message(2, inner)));
    ProtobufMessage twice = message().text(1, TEXT).text(1, store).message(2, members);
    assertFalse(isWholeSnapshot(message().varint(1, 9).message(2, twice)));
    ProtobufMessage text = message().text(1, "{\"Value\":\"" + TEXT + "\"}").message(2, members);
    assertFalse(isWholeSnapshot(message().varint(1, 9).message(2, text)));
  }

  private static boolean isWholeSnapshot(ProtobufMessage message) throws IOException {
    return ByteAccount.isWholeSnapshot(file(message.toBytes()));
  }

  private static boolean isWholeRecord(ProtobufMessage record) throws IOException {
    SnapshotBytes file = file(frame(record));
    return ByteAccount.isWholeRecord(file, WalReader.next(file, 0));
  }

  private static byte[] frame(ProtobufMessage record) {
    byte[] bytes = record.toBytes();
    int padding = -bytes.length & 7;
    long length = padding == 0 ? bytes.length : bytes.length | (0x80L | padding) << 56;
    return ByteBuffer.allocate(8 + bytes.length + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(bytes)
        .array();
  }

  private static SnapshotBytes file(byte[] bytes) {
    return new SnapshotBytes("0.wal", MemorySegment.ofArray(bytes));
  }

  /// Of all records of a log.
  private static boolean isWhole(byte[] log) throws IOException {
    List<Boolean> accounts = new ArrayList<>();
    WalReader.read(
        List.of(file(log)),
        (segment, record) -> accounts.add(ByteAccount.isWholeRecord(segment, record)));
    assertEquals(4, accounts.size());
    return !accounts.contains(false);
  }
}
