package dev.snapseal.tools.caseindex;

import dev.snapseal.snapshot.FileDigest;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.input.InputFacts;
import dev.snapseal.tools.input.InputKind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Rows of column family `evidence`; [CaseLayout] says how they are laid out.
final class EvidenceRows {
  private EvidenceRows() {}

  static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  static byte[] value(Evidence evidence) {
    InputFacts input = evidence.input();
    RowWriter row =
        new RowWriter()
            .text(evidence.source().name())
            .text(input.path())
            .text(input.kind().name())
            .varint(input.sizeBytes())
            .text(input.sha256())
            .text(input.trailer().name())
            .optional(evidence.cluster(), RowWriter::text)
            .varint(evidence.firstRevision())
            .varint(evidence.lastRevision())
            .optional(evidence.compactRevision())
            .optional(evidence.consistentIndex())
            .varint(evidence.records())
            .varint(evidence.rowSet())
            .varint(evidence.gaps().unreadParts())
            .varint(evidence.gaps().malformedRecords())
            .varint(evidence.gaps().longKeys())
            .varint(evidence.gaps().unopened())
            .varint(evidence.gaps().unreadBeside())
            .varint(evidence.gaps().malformedValues());
    writeNameless(row, new TreeMap<>(evidence.gaps().nameless()));
    row.varint(evidence.states().size());
    evidence.states().forEach(state -> writeState(row, state));
    KeyRows.write(row, evidence.keys());
    return row.toBytes();
  }

  static Evidence read(byte[] rowKey, byte[] rowValue) {
    RowReader row = new RowReader(rowValue);
    int number = ByteBuffer.wrap(rowKey).getInt();
    Evidence.Source source = Evidence.Source.valueOf(row.text());
    InputFacts input =
        new InputFacts(
            row.text(),
            InputKind.valueOf(row.text()),
            row.varint(),
            row.text(),
            FileDigest.Trailer.valueOf(row.text()));
    Optional<String> cluster = row.optional(RowReader::text);
    long firstRevision = row.varint();
    long lastRevision = row.varint();
    OptionalLong compactRevision = row.optionalLong();
    OptionalLong consistentIndex = row.optionalLong();
    long records = row.varint();
    int rowSet = Math.toIntExact(row.varint());
    Evidence.Gaps gaps =
        new Evidence.Gaps(
            row.varint(),
            row.varint(),
            row.varint(),
            row.varint(),
            row.varint(),
            row.varint(),
            readNameless(row));
    List<StateCount> states = readStates(row);
    return new Evidence(
        number,
        source,
        input,
        cluster,
        firstRevision,
        lastRevision,
        compactRevision,
        consistentIndex,
        records,
        KeyRows.read(row),
        gaps,
        states,
        rowSet);
  }

  private static void writeNameless(RowWriter row, Map<String, Long> nameless) {
    row.varint(nameless.size());
    nameless.forEach((resource, count) -> row.text(resource).varint(count));
  }

  private static Map<String, Long> readNameless(RowReader row) {
    Map<String, Long> nameless = new HashMap<>();
    for (long left = row.varint(); left > 0; left--) {
      nameless.put(row.text(), row.varint());
    }
    return nameless;
  }

  private static void writeState(RowWriter row, StateCount state) {
    row.optional(state.resource(), RowWriter::text)
        .text(state.group())
        .text(state.provider())
        .optional(state.keyName(), RowWriter::text)
        .optional(state.prefix(), RowWriter::text)
        .varint(state.live())
        .varint(state.superseded())
        .varint(state.free())
        .varint(state.bytes());
  }

  private static List<StateCount> readStates(RowReader row) {
    List<StateCount> states = new ArrayList<>();
    for (long left = row.varint(); left > 0; left--) {
      states.add(
          new StateCount(
              row.optional(RowReader::text),
              row.text(),
              row.text(),
              row.optional(RowReader::text),
              row.optional(RowReader::text),
              row.varint(),
              row.varint(),
              row.varint(),
              row.varint()));
    }
    return states;
  }
}
