package org.inferometer.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of a scenario's texts: <code>${env.NAME}</code>, <code>${model.directory}</code>,
 * <code>${model.name}</code>, <code>${port}</code>. Where these are filled in, nothing else may
 * stand in that form; a shell's own variable is written <code>$NAME</code>.
 */
public final class Variables {
  private static final Pattern FORM = Pattern.compile("\\$\\{([^}]*)}");

  private Variables() {}

  /**
   * {@code text} with its variables filled in.
   *
   * @param value gives the value of a variable by its name, such as {@code env.HOME}; null leaves
   *     the variable as it is
   */
  public static String fill(String text, UnaryOperator<String> value) {
    return FORM.matcher(text)
        .replaceAll(
            match -> {
              String filled = value.apply(match.group(1));
              return Matcher.quoteReplacement(filled == null ? match.group() : filled);
            });
  }

  /** {@code text} with the variables of the environment filled in, as far as they are set. */
  public static String fillEnvironment(String text, Map<String, String> environment) {
    return fill(
        text,
        name -> name.startsWith("env.") ? environment.get(name.substring("env.".length())) : null);
  }

  /** Names of the variables in {@code text}. */
  static List<String> in(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = FORM.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
