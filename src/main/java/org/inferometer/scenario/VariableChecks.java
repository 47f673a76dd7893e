package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether the variables of a document stand where they are filled in, and have a value. */
final class VariableChecks {
  private static final Pattern LAUNCH =
      Pattern.compile("/stacks/[^/]*/launch/(command|inferometer|environment)/[^/]*");
  private static final Pattern ADDRESS =
      Pattern.compile("/stacks/[^/]*/(url|metrics)|/models/[^/]*/directory");
  private static final Pattern SERVED = Pattern.compile("/stacks/[^/]*/models/[^/]*");
  private static final Pattern KNOWN = Pattern.compile("(env|model)\\..*|port");
  private static final String SHELL = "; a variable of the shell itself is written $NAME";
  private static final Set<String> OF_LAUNCH = Set.of("model.directory", "model.name", "port");
  private static final String ALLOWED =
      "; allowed: ${env.NAME} in command, environment, url and directory; ${model.directory},"
          + " ${model.name} and ${port} in command and environment; ${model.directory} in a stack's"
          + " models";

  private final YamlDocument document;
  private final Map<String, String> environment;
  private final List<Problem> problems = new ArrayList<>();

  private VariableChecks(YamlDocument document, Map<String, String> environment) {
    this.document = document;
    this.environment = environment;
  }

  static List<Problem> problems(YamlDocument document, Map<String, String> environment) {
    VariableChecks checks = new VariableChecks(document, environment);
    checks.check(document.root(), JsonPointer.empty());
    return checks.problems;
  }

  /** What to tell about a variable of the environment without a value. */
  static String unset(String name) {
    return "the environment variable " + name + " is not set; set it before you start";
  }

  private void check(JsonNode node, JsonPointer at) {
    if (node.isTextual()) {
      Variables.in(node.textValue()).forEach(name -> check(name, at));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), at.appendIndex(i));
      }
    } else {
      node.properties().forEach(one -> check(one.getValue(), at.appendProperty(one.getKey())));
    }
  }

  private void check(String name, JsonPointer at) {
    if (!KNOWN.matcher(name).matches()) {
      if (isPlace(at.toString())) {
        problems.add(document.problem(at, "${" + name + "} is no variable" + ALLOWED + SHELL));
      }
    } else if (!filledIn(name, at.toString())) {
      problems.add(document.problem(at, "${" + name + "} is not filled in here" + ALLOWED));
    } else if (name.startsWith("env.") && !environment.containsKey(name.substring(4))) {
      problems.add(document.problem(at, unset(name.substring(4))));
    }
  }

  /** Whether variables are filled in there at all; other texts may hold what looks like one. */
  private static boolean isPlace(String at) {
    return List.of(LAUNCH, ADDRESS, SERVED).stream().anyMatch(one -> one.matcher(at).matches());
  }

  private static boolean filledIn(String name, String at) {
    boolean launch = LAUNCH.matcher(at).matches();
    return name.startsWith("env.")
        ? launch || ADDRESS.matcher(at).matches()
        : launch && OF_LAUNCH.contains(name)
            || SERVED.matcher(at).matches() && name.equals("model.directory");
  }
}
