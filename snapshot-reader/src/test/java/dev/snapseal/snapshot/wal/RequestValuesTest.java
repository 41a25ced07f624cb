package dev.snapseal.snapshot.wal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snapseal.snapshot.SnapshotBytes;
import dev.snapseal.snapshot.protobuf.MalformedProtobufException;
import dev.snapseal.testdata.etcd.WalBuilder;
import dev.snapseal.testdata.protobuf.ProtobufMessage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestValuesTest {
  private static final ProtobufMessage HEADER = new ProtobufMessage().varint(1, 42);

  /// `KIND key=value` of each value in an entry with this data.
  private static List<String> values(ProtobufMessage request) throws IOException {
    byte[] bytes = WalBuilder.first().entry(1, 1, request.toBytes()).bytes();
    SnapshotBytes file = new SnapshotBytes("0.wal", MemorySegment.ofArray(bytes));
    List<String> found = new ArrayList<>();
    WalReader.read(
        List.of(file),
        (segment, record) -> {
          if (record.type() == WalRecordType.ENTRY) {
            RequestValues.forEach(
                segment,
                WalEntry.read(segment, record),
                value ->
                    found.add(
                        value.kind()
                            + " "
                            + text(bytes, value.keyOffset(), value.keyLength())
                            + "="
                            + text(bytes, value.offset(), value.length())));
          }
        });
    return found;
  }

  private static String text(byte[] bytes, long offset, long length) {
    return new String(bytes, (int) offset, (int) length, UTF_8);
  }

  private static ProtobufMessage request(int operation, ProtobufMessage message) {
    ProtobufMessage request = new ProtobufMessage();
    return operation < 100
        ? request.message(operation, message).message(100, HEADER)
        : request.message(100, HEADER).message(operation, message);
  }

  private static ProtobufMessage put(String key, String value) {
    return new ProtobufMessage().text(1, key).text(2, value);
  }

  @Test
  void aPutHoldsItsValue() throws IOException {
    assertEquals(List.of("PUT a=1"), values(request(4, put("a", "1"))));
  }

  @Test
  void aTransactionHoldsValuesInBothBranchesAndWhatItExpects() throws IOException {
    ProtobufMessage inner =
        new ProtobufMessage()
            .message(2, new ProtobufMessage().message(2, put("deep", "4")))
            .message(3, new ProtobufMessage().message(3, new ProtobufMessage().text(1, "deep")));
    ProtobufMessage transaction =
        new ProtobufMessage()
            .message(1, new ProtobufMessage().varint(2, 3).text(3, "a").text(7, "0"))
            .message(1, new ProtobufMessage().varint(2, 2).text(3, "a").varint(6, 0))
            .message(2, new ProtobufMessage().message(2, put("a", "1")))
            .message(2, new ProtobufMessage().message(4, inner))
            .message(3, new ProtobufMessage().message(2, put("b", "2")))
            .message(3, new ProtobufMessage().message(1, new ProtobufMessage().text(1, "b")));
    assertEquals(
        List.of("COMPARE a=0", "PUT a=1", "PUT deep=4", "PUT b=2"),
        values(request(6, transaction)));
  }

  @Test
  void aDeletionHoldsNone() throws IOException {
    assertEquals(List.of(), values(request(5, new ProtobufMessage().text(1, "a"))));
  }

  @Test
  void passwordsAndTokensAreFound() throws IOException {
    assertEquals(List.of("PASSWORD alice=alicepw"), values(request(1100, put("alice", "alicepw"))));
    assertEquals(
        List.of("HASHED_PASSWORD alice=JDJhJDEw"),
        values(request(1100, new ProtobufMessage().text(1, "alice").text(4, "JDJhJDEw"))));
    assertEquals(List.of("PASSWORD bob=newpw"), values(request(1103, put("bob", "newpw"))));
    assertEquals(
        List.of("HASHED_PASSWORD bob=JDJhJDEw"),
        values(request(1103, new ProtobufMessage().text(1, "bob").text(3, "JDJhJDEw"))));
    assertEquals(
        List.of("PASSWORD bob=pw", "SIMPLE_TOKEN bob=token.5"),
        values(request(1012, put("bob", "pw").text(3, "token.5"))));
  }

  /// Bare in 3.4, in field 2 elsewhere.
  @Test
  void requestsOfTheSecondApiHoldTwoValues() throws IOException {
    ProtobufMessage second =
        new ProtobufMessage()
            .varint(1, 5)
            .text(2, "PUT")
            .text(3, "/1/a")
            .text(4, "new")
            .varint(5, 0)
            .text(6, "old");
    List<String> expected = List.of("V2_VALUE /1/a=new", "V2_PREVIOUS /1/a=old");
    assertEquals(expected, values(second));
    assertEquals(expected, values(request(2, second)));
  }

  @Test
  void anEmptyEntryHoldsNone() throws IOException {
    assertEquals(List.of(), values(new ProtobufMessage()));
  }

  @Test
  void whatIsNoRequestIsRefused() {
    assertThrows(
        MalformedProtobufException.class,
        () -> values(new ProtobufMessage().raw(new byte[] {0x22, 0x7F, 1})));
  }

  @Test
  void transactionsInTransactionsEnd() {
    ProtobufMessage transaction = new ProtobufMessage();
    for (int i = 0; i < 200; i++) {
      transaction = new ProtobufMessage().message(2, new ProtobufMessage().message(4, transaction));
    }
    ProtobufMessage deep = request(6, transaction);
    assertThrows(MalformedProtobufException.class, () -> values(deep));
  }
}
