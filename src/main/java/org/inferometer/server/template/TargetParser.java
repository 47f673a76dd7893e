package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inferometer.server.template.Statement.NamespaceAttribute;
import org.inferometer.server.template.Statement.Several;
import org.inferometer.server.template.Statement.Target;
import org.inferometer.server.template.Statement.Variable;
import org.inferometer.server.template.Token.Kind;

/** Reads what values can be assigned to. */
final class TargetParser {
  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "none", "True", "False", "None");

  private final Tokens tokens;

  TargetParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * A target, or several with commas between them.
   *
   * @param namespaces whether it may be an attribute
   * @param ends words behind the last one
   */
  Target target(boolean namespaces, String... ends) {
    List<Target> targets = new ArrayList<>();
    boolean several = false;
    while (!tokens.endTuple(ends) && !tokens.peek().is("=")) {
      targets.add(singleTarget(namespaces));
      if (!tokens.skip(",")) {
        break;
      }
      several = true;
    }
    if (targets.isEmpty()) {
      throw tokens.error("expected a name, found " + tokens.peek().description());
    }
    return several ? new Several(targets) : targets.get(0);
  }

  private Target singleTarget(boolean namespaces) {
    if (tokens.skip("(")) {
      Target inner = target(false);
      tokens.expect(")");
      return inner;
    }
    Token name = tokens.expect(Kind.NAME);
    if (CONSTANTS.contains(name.text())) {
      throw new TemplateException(name.line(), "can't assign to '" + name.text() + "'");
    }
    if (namespaces && tokens.skip(".")) {
      return new NamespaceAttribute(name.text(), tokens.expect(Kind.NAME).text());
    }
    return new Variable(name.text());
  }
}
