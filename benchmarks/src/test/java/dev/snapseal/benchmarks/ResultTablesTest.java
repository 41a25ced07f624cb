package dev.snapseal.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ResultTablesTest {
  private static final String HOW =
      """
      JMH 1.37, A VM 25; JVM options: `-Xmx512m`.
      """;

  @Test
  void contendersStandBelowTheFirstAndAreJudged() {
    assertEquals(
        HOW
            + """

            ## AesGcmBenchmark.open

            Forks: 2; iterations of each: 4 of 250 ms after 2 of 500 ms to warm up.

            | MB/s | size 256 | size 1024 |
            |---|--:|--:|
            | `CIPHER` | 200 ± 2 %, x 1.00 | 400 ± 1 %, x 1.00 |
            | `TRANSFORMER` | 100 ± 4 %, x 2.00 | 320 ± 1 %, x 1.25 |

            Limit: TRANSFORMER at most x 1.15 from size 1024: 1024 x 1.25, NOT held.
            """,
        tables(
            result("AesGcmBenchmark.open", "CIPHER", "size", 256, 200),
            result("AesGcmBenchmark.open", "CIPHER", "size", 1024, 400),
            result("AesGcmBenchmark.open", "TRANSFORMER", "size", 256, 100),
            result("AesGcmBenchmark.open", "TRANSFORMER", "size", 1024, 320)));
  }

  @Test
  void threadsAreComparedWithOne() {
    assertEquals(
        HOW
            + """

            ## RewriteBenchmark.rewrite

            Forks: 2; iterations of each: 4 of 250 ms after 2 of 500 ms to warm up.

            | MB/s | threads 1 | threads 2 |
            |---|--:|--:|
            | `WRITE` | 500 ± 1 %, x 1.00 | 950 ± 0 %, x 1.00, 1.90 of 1 thread |

            Limit: WRITE with 2 threads at least 1.8 times as fast as with 1: 1.90, held.
            """,
        tables(
            result("RewriteBenchmark.rewrite", "WRITE", "threads", 1, 500),
            result("RewriteBenchmark.rewrite", "WRITE", "threads", 2, 950)));
  }

  @Test
  void noResultsAreNoTable() {
    assertThrows(IllegalArgumentException.class, ResultTablesTest::tables);
  }

  private static String tables(String... results) {
    return new ResultTables(List.of(results).toString()).markdown();
  }

  private static String result(
      String benchmark, String contender, String parameter, int value, long megabytes) {
    return """
    {
      "jmhVersion": "1.37", "benchmark": "dev.snapseal.benchmarks.%s", "forks": 2,
      "jvmArgs": ["-Xmx512m"], "vmName": "A VM", "vmVersion": "25",
      "warmupIterations": 2, "warmupTime": "500 ms",
      "measurementIterations": 4, "measurementTime": "250 ms",
      "params": {"contender": "%s", "%s": "%d"},
      "primaryMetric": {"score": 7.0, "scoreError": "NaN"},
      "secondaryMetrics": {"bytes": {"score": %d000000.0, "scoreError": 4000000.0}}
    }
    """
        .formatted(benchmark, contender, parameter, value, megabytes);
  }
}
