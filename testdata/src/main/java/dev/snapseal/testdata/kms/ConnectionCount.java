package dev.snapseal.testdata.kms;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the connections that became ready.
final class ConnectionCount extends ServerTransportFilter {
  private final AtomicInteger count = new AtomicInteger();

  @Override
  public Attributes transportReady(Attributes transportAttributes) {
    count.incrementAndGet();
    return transportAttributes;
  }

  int count() {
    return count.get();
  }
}
