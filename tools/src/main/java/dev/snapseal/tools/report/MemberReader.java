package dev.snapseal.tools.report;

import dev.snapseal.tools.info.BackupInfo;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads a row of bucket `members`: the id is its key, the rest the JSON that etcd stores.
///
/// @see <a
///   href="https://github.com/etcd-io/etcd/blob/v3.6.14/server/storage/schema/membership.go">etcd
///   schema/membership.go</a>
public final class MemberReader {
  private static final int MAX_DOCUMENT_BYTES = 1 << 20;
  private static final int MAX_URLS = 64;

  private String name = "";
  private final List<String> peerUrls = new ArrayList<>();
  private final List<String> clientUrls = new ArrayList<>();
  private BackupInfo.Member.Role role = BackupInfo.Member.Role.VOTER;

  private MemberReader() {}

  /// A member with what of its row could be read; a damaged row still gives its id.
  public static BackupInfo.Member read(String id, byte[] row) {
    MemberReader reader = new MemberReader();
    if (row.length <= MAX_DOCUMENT_BYTES) {
      reader.readRow(row);
    }
    return new BackupInfo.Member(
        id, reader.name, List.copyOf(reader.peerUrls), List.copyOf(reader.clientUrls), reader.role);
  }

  private void readRow(byte[] row) {
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), row)) {
      String field = "";
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          field = json.currentName();
        } else if (token == JsonToken.VALUE_STRING) {
          take(field, json.getString());
        } else if (token == JsonToken.VALUE_TRUE && field.equals("isLearner")) {
          role = BackupInfo.Member.Role.LEARNER;
        }
      }
    } catch (JacksonException e) {
      // What was read before the damage stands.
    }
  }

  private void take(String field, String text) {
    switch (field) {
      case "name" -> name = text;
      case "peerURLs" -> addTo(peerUrls, text);
      case "clientURLs" -> addTo(clientUrls, text);
      default -> {
        // A field of a later version.
      }
    }
  }

  private static void addTo(List<String> urls, String url) {
    if (urls.size() < MAX_URLS) {
      urls.add(url);
    }
  }
}
