package dev.snapseal.tools.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/// What a reader of YAML 1.1 makes of scalars without quotes, by the patterns of
/// [yaml.org/type](https://yaml.org/type/), so that the rule of the writer is not tested by itself.
final class PlainScalars {
  private static final Pattern NO_STRING =
      Pattern.compile(
          "~|null|Null|NULL|"
              + "y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|"
              + "on|On|ON|off|Off|OFF|"
              + "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|"
              + "[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+|"
              + "[-+]?([0-9][0-9_]*)?\\.?[0-9.]*([eE][-+]?[0-9]+)?|"
              + "[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*|"
              + "[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|"
              + "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|<<|=|0o[0-7]+");

  private PlainScalars() {}

  /// The scalars of a document that stand without quotes and are no strings in YAML 1.1.
  static List<String> notStrings(String yaml) {
    List<String> found = new ArrayList<>();
    new Parse(LoadSettings.builder().build())
        .parseString(yaml)
        .forEach(
            event -> {
              if (event instanceof ScalarEvent scalar
                  && scalar.isPlain()
                  && NO_STRING.matcher(scalar.getValue()).matches()) {
                found.add(scalar.getValue());
              }
            });
    return found;
  }
}
