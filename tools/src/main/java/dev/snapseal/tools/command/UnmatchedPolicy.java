package dev.snapseal.tools.command;

import dev.snapseal.crypto.GroupResource;
import dev.snapseal.tools.audit.AuditReport;
import dev.snapseal.tools.audit.StateCount;
import dev.snapseal.tools.lookup.EditDistance;
import dev.snapseal.tools.report.SafeText;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Resources that a policy names and no value has: most likely misspelt, so that an audit which
/// finds nothing says nothing.
///
/// @param resources in the policy's order
/// @param present resources that the values are of, as a policy names them
record UnmatchedPolicy(List<GroupResource> resources, List<String> present) {
  private static final int SHOWN = 3;

  static UnmatchedPolicy of(AuditReport report) {
    List<GroupResource> present =
        report.byState().stream()
            .filter(state -> state.resource().isPresent())
            .map(UnmatchedPolicy::resource)
            .distinct()
            .toList();
    return new UnmatchedPolicy(
        report.policy().resources().stream()
            .filter(wanted -> present.stream().noneMatch(found -> means(wanted, found)))
            .toList(),
        present.stream().map(GroupResource::toString).toList());
  }

  private static GroupResource resource(StateCount state) {
    return new GroupResource(state.group(), state.resource().orElseThrow());
  }

  private static boolean means(GroupResource wanted, GroupResource found) {
    return wanted.equals(found) || wanted.covers(found);
  }

  void warn(CommandIo io) {
    for (GroupResource resource : resources) {
      io.err()
          .println(
              SafeText.forTerminal("warning: the policy's '" + resource + "' matches no value"));
      io.err().println(SafeText.forTerminal("hint:  " + hint(resource.toString())));
    }
    io.err().flush();
  }

  private String hint(String wanted) {
    return present.isEmpty()
        ? "no value of any resource was found; what is in the file? -o json, byState"
        : "a policy has plurals with their group; the nearest here: " + nearest(wanted);
  }

  private String nearest(String wanted) {
    return present.stream()
        .sorted(Comparator.comparingInt(name -> distance(wanted, name)))
        .limit(SHOWN)
        .collect(Collectors.joining(", "));
  }

  /// A group left out is no typing error.
  private static int distance(String wanted, String name) {
    String plural = GroupResource.parse(name).resource();
    return Math.min(EditDistance.between(wanted, name), EditDistance.between(wanted, plural));
  }
}
