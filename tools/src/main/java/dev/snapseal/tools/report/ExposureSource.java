package dev.snapseal.tools.report;

import dev.snapseal.tools.caseindex.Exposure;
import dev.snapseal.tools.caseindex.ExposureSummary;
import java.io.IOException;
import java.util.function.Consumer;

/// Gives the exposures of a case one by one: there may be more than memory holds.
@FunctionalInterface
public interface ExposureSource {
  ExposureSummary forEach(Consumer<Exposure> visitor) throws IOException;
}
