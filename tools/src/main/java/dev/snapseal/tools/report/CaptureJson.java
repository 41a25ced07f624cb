package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.capture.CaptureReport;
import dev.snapseal.tools.rewrite.RewriteReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;

/// `capture` as JSON, schema `snapseal.capture/1`.
public final class CaptureJson {
  private CaptureJson() {}

  /// Writes what was captured.
  ///
  /// @param path of the new file
  public static void write(PrintWriter out, Instant startedAt, String path, CaptureReport report) {
    JsonReport.write(
        out,
        "snapseal.capture/1",
        startedAt,
        List.of(report.input()),
        json -> {
          json.writeObjectPropertyStart("etcd");
          json.writeStringProperty("endpoint", report.input().path());
          json.writeStringProperty("version", report.etcd().version());
          json.writeStringProperty("clusterId", Long.toHexString(report.etcd().clusterId()));
          json.writeStringProperty("memberId", Long.toHexString(report.etcd().memberId()));
          json.writeNumberProperty("revision", report.etcd().revision());
          json.writeEndObject();
          json.writeNumberProperty("revision", report.revision());
          json.writeObjectPropertyStart("output");
          json.writeStringProperty("path", path);
          json.writeNumberProperty("sizeBytes", report.sizeBytes());
          json.writeStringProperty("sha256", report.sha256());
          json.writeEndObject();
          if (report.encryption().isPresent()) {
            RewriteReport.Values values = report.encryption().get().values();
            json.writeObjectPropertyStart("encrypted");
            json.writeNumberProperty("transformed", values.transformed());
            json.writeNumberProperty("copied", values.copied());
            json.writeEndObject();
          } else {
            json.writeNullProperty("encrypted");
          }
          json.writeNumberProperty("recipients", report.recipients().orElse(0));
          AuditReport audit = report.audit();
          json.writeStringProperty("verdict", audit.verdict().jsonName());
          json.writeObjectPropertyStart("summary");
          json.writeNumberProperty("values", audit.summary().values());
          json.writeNumberProperty("encrypted", audit.summary().encrypted());
          json.writeNumberProperty("plaintext", audit.summary().plaintext());
          json.writeEndObject();
        });
  }
}
