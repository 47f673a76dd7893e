package org.inferometer.server;

import com.hubspot.jinjava.el.JinjavaInterpreterResolver;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import jinjava.javax.el.CompositeELResolver;
import jinjava.javax.el.ELContext;

/** Methods of Python's {@code str} and {@code dict} that chat templates call, on Java's values. */
final class PythonMethods extends CompositeELResolver {
  PythonMethods() {
    add(JinjavaInterpreterResolver.DEFAULT_RESOLVER_READ_ONLY);
  }

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    Object result = null;
    if (base instanceof String text) {
      result = ofString(text, method.toString(), arguments);
    } else if (base instanceof Map<?, ?> map && method.toString().equals("items")) {
      result = map.entrySet().stream().map(e -> Arrays.asList(e.getKey(), e.getValue())).toList();
    } else if (base instanceof Map<?, ?> map && method.toString().equals("get")) {
      Object value = map.get(arguments[0]);
      result = value != null || arguments.length < 2 ? value : arguments[1];
    }
    if (result == null) {
      return super.invoke(context, base, method, types, arguments);
    }
    context.setPropertyResolved(true);
    return result;
  }

  private static Object ofString(String text, String method, Object[] arguments) {
    String argument = arguments.length > 0 ? String.valueOf(arguments[0]) : null;
    return switch (method) {
      case "strip" -> left(right(text, argument), argument);
      case "lstrip" -> left(text, argument);
      case "rstrip" -> right(text, argument);
      case "startswith" -> text.startsWith(argument);
      case "endswith" -> text.endsWith(argument);
      case "upper" -> text.toUpperCase(Locale.ROOT);
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "title" -> title(text);
      case "capitalize" ->
          text.isEmpty()
              ? text
              : text.substring(0, 1).toUpperCase(Locale.ROOT)
                  + text.substring(1).toLowerCase(Locale.ROOT);
      case "replace" -> text.replace(argument, String.valueOf(arguments[1]));
      case "find" -> text.indexOf(argument);
      case "split" -> split(text, argument);
      default -> null;
    };
  }

  private static List<String> split(String text, String separator) {
    return separator == null
        ? Arrays.stream(text.strip().split("\\s+")).filter(s -> !s.isEmpty()).toList()
        : Arrays.asList(text.split(Pattern.quote(separator), -1));
  }

  private static String title(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean inside = false;
    for (char c : text.toCharArray()) {
      result.append(inside ? Character.toLowerCase(c) : Character.toUpperCase(c));
      inside = Character.isLetter(c);
    }
    return result.toString();
  }

  private static String left(String text, String characters) {
    int from = 0;
    while (from < text.length() && strips(text.charAt(from), characters)) {
      from++;
    }
    return text.substring(from);
  }

  private static String right(String text, String characters) {
    int to = text.length();
    while (to > 0 && strips(text.charAt(to - 1), characters)) {
      to--;
    }
    return text.substring(0, to);
  }

  private static boolean strips(char c, String characters) {
    return characters == null ? Character.isWhitespace(c) : characters.indexOf(c) >= 0;
  }
}
