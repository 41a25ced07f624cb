package dev.snapseal.tools.keys;

import dev.snapseal.tools.keys.KeyTally.Liveness;

/// What was counted of one key of a KMS plugin.
final class KmsKeyTally {
  private long values;
  private long live;
  private long opens;
  private long liveOpens;

  void countValue(Liveness liveness) {
    values++;
    live += liveness == Liveness.LIVE ? 1 : 0;
  }

  void countOpened(Liveness liveness) {
    opens++;
    liveOpens += liveness == Liveness.LIVE ? 1 : 0;
  }

  void addAll(KmsKeyTally other) {
    values += other.values;
    live += other.live;
    opens += other.opens;
    liveOpens += other.liveOpens;
  }

  KmsKeyUse use(String id) {
    return new KmsKeyUse(id, values, live, opens, liveOpens);
  }
}
