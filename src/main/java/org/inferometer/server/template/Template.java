package org.inferometer.server.template;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.server.template.Parser.Parsed;

/** A chat template, ready to be rendered. Safe for use by several threads. */
public final class Template {
  private static final List<String> NOT_SUPPORTED = List.of("cycler", "joiner", "lipsum");

  private final Parsed parsed;
  private final Clock clock;

  private Template(Parsed parsed, Clock clock) {
    this.parsed = parsed;
    this.clock = clock;
  }

  /**
   * Reads a template.
   *
   * @param clock what {@code strftime_now} asks
   * @throws TemplateException if it is broken, or has a construct that is not supported
   */
  public static Template parse(String source, Clock clock) {
    try {
      return new Template(Parser.parse(source), clock);
    } catch (StackOverflowError e) {
      throw new TemplateException("the template is nested too deeply");
    }
  }

  /**
   * Renders it.
   *
   * @param variables what the template can see: texts, numbers, booleans, {@code null}, and maps
   *     and lists of these
   * @throws TemplateException if the template refuses them, uses a construct that is not supported,
   *     or does not come to an end soon
   */
  public String render(Map<String, ?> variables) {
    Map<String, Object> given = new HashMap<>();
    functions(given);
    variables.forEach((name, value) -> given.put(name, Values.of(value)));
    try {
      StringBuilder out = new StringBuilder();
      Statement.run(parsed.statements(), Context.of(given).inner(parsed.root().hidden()), out);
      return out.toString();
    } catch (StackOverflowError e) {
      throw new TemplateException("the template or what it is given is nested too deeply");
    }
  }

  private void functions(Map<String, Object> given) {
    function(given, "range", arguments -> Range.of(arguments.positional()));
    function(given, "dict", Dictionaries::from);
    function(given, "namespace", Namespace::of);
    function(
        given,
        "raise_exception",
        arguments -> {
          Object message = arguments.bind("raise_exception", "message").get(0);
          throw TemplateException.raised(Representation.text(message));
        });
    function(
        given,
        "strftime_now",
        arguments -> {
          Object format = arguments.bind("strftime_now", "format").get(0);
          return Dates.format(ZonedDateTime.now(clock), StringMethods.text(format));
        });
    NOT_SUPPORTED.forEach(name -> given.put(name, Method.unsupported(name)));
  }

  private static void function(Map<String, Object> given, String name, Function body) {
    given.put(name, new Method(name, body));
  }
}
