package dev.snapseal.tools.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Workers that wait for each other's turns, on more threads than there are cores.
final class ValueWorkTest {
  private static final int JOBS = 4;
  private static final int PARTS = 1000;

  private final Turns turns = new Turns();
  private final ValueWork<Numbered> work = new ValueWork<>(turns::end);
  private final AtomicLong next = new AtomicLong();
  private final List<Long> done = new ArrayList<>();

  private record Numbered() implements ValueWork.Worker {
    @Override
    public void close() {
      // holds nothing
    }
  }

  @Test
  @Timeout(60)
  void partsAreHandedInInTheirOrderWhoeverIsFaster() throws Exception {
    work.offer(Collections.nCopies(PARTS, worker -> handIn(next.getAndIncrement())));
    work.run(JOBS, Numbered::new, () -> {});
    assertEquals(LongStream.range(0, PARTS).boxed().toList(), done);
  }

  /// Part 7 never hands in, so those behind it would wait for ever.
  @Test
  @Timeout(60)
  void whoWaitsForAWorkerThatFailsIsWoken() {
    work.offer(
        Collections.nCopies(
            PARTS,
            worker -> {
              long part = next.getAndIncrement();
              if (part == 7) {
                throw new IOException("part 7");
              }
              handIn(part);
            }));
    IOException thrown =
        assertThrows(IOException.class, () -> work.run(JOBS, Numbered::new, () -> {}));
    assertEquals("part 7", thrown.getMessage());
    assertFalse(done.contains(8L), "a part was handed in before its turn");
  }

  /// In its turn only one thread at a time is here.
  private void handIn(long part) {
    if (turns.await(part)) {
      done.add(part);
      turns.done();
    }
  }
}
