package org.inferometer.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inferometer.record.Mode;

/**
 * A way to put questions to a server and to read its answers. Each has a class, and is named in
 * {@link Protocols}; where servers differ within one, it has dialects.
 */
public abstract class Protocol {
  private static final String MODEL = "MODEL";

  private final String name;
  private final List<Dialect> dialects;

  /** One of that name, with its dialects, that of most servers first. */
  Protocol(String name, Function<Protocol, List<Dialect>> dialects) {
    this.name = name;
    this.dialects = List.copyOf(dialects.apply(this));
  }

  /** As written in a scenario. */
  public final String name() {
    return name;
  }

  /** How servers speak it, that of most servers first. */
  public final List<Dialect> dialects() {
    return dialects;
  }

  /** The kind of question that is put where a task wants {@code wanted}: some know one only. */
  public Api asks(Api wanted) {
    return wanted;
  }

  /** Whether it can put a chat, which the server brings into its model's template. */
  public boolean chats() {
    return true;
  }

  /** Whether instructions may stand between a chat's other messages, and not only before them. */
  public boolean instructsAnywhere() {
    return true;
  }

  /** Whether a request may ask several prompts. */
  public boolean batches() {
    return false;
  }

  /** The modes in which it answers. */
  public Set<Mode> modes() {
    return EnumSet.allOf(Mode.class);
  }

  /**
   * Path that questions are posted to, below a server's address, where a version such as {@code
   * /v1} stands first that an address may say otherwise.
   *
   * @param model what the server calls it
   */
  abstract String route(Api api, Mode mode, String model);

  /** All that {@link #route} gives for a model called {@link #MODEL}. */
  final SortedSet<String> routes() {
    SortedSet<String> routes = new TreeSet<>();
    for (Api api : Api.values()) {
      for (Mode mode : Mode.values()) {
        routes.add(route(asks(api), mode, MODEL));
      }
    }
    return routes;
  }

  /** The model that {@code path}, without a query, asks, if it is that of such a route. */
  public final Optional<String> modelIn(String path) {
    return within(path)
        .filter(route -> route.groupCount() > 1)
        .map(
            route -> URLDecoder.decode(route.group(2).replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /**
   * A path that ends like one of the routes, whatever its version: first what stands before that,
   * then the model, of routes with one.
   */
  final Optional<Matcher> within(String path) {
    return routes().stream()
        .map(route -> Address.unversioned(route).replaceFirst("[?].*", ""))
        .map(route -> "(.*)" + Pattern.quote(route).replace(MODEL, "\\E(.+)\\Q"))
        .map(route -> Pattern.compile(route).matcher(path))
        .filter(Matcher::matches)
        .findFirst();
  }

  /** Writes the body of a request. */
  abstract void write(ObjectNode body, Question question);

  /**
   * The body's field {@code tools}, in the words of the protocol.
   *
   * @param tools that a chat may call, in those of OpenAI's chat
   */
  public ArrayNode tools(ArrayNode tools) {
    return tools;
  }

  /** The field that holds the arguments of a generation; null where they stand in the body. */
  public String argumentsIn() {
    return null;
  }

  /**
   * Which values of arguments, and of further fields beside them, servers that speak {@code
   * dialect} take, where they do not take all that a scenario can say.
   */
  Map<String, Range> ranges(Dialect dialect) {
    return Map.of();
  }

  /** Fields of the body that say what is asked, and are therefore no user's to set. */
  abstract Set<String> ownFields();

  /**
   * Its headers, apart from HTTP's.
   *
   * @param key the server's key; null without
   */
  Map<String, String> headers(Dialect dialect, String key) {
    return key == null ? Map.of() : Map.of("Authorization", "Bearer " + key);
  }

  /** What cuts a stream into documents. */
  Frames frames() {
    return Frames.EVENTS;
  }

  /** Reads one answer. */
  abstract AnswerReader reader();

  /** Reads one answer of a server of {@code dialect}. */
  AnswerReader reader(Dialect dialect) {
    return reader();
  }

  /** What comes last in a stream, in words. */
  String end() {
    return EventSplitter.DONE;
  }

  /** Field by which a finish reason is asked for; null where it comes unasked. */
  String finishField() {
    return null;
  }

  /** Path of the list of models, as in {@link #route}; null where there is none. */
  public String models() {
    return "/v1/models";
  }

  /** Path of a document whose {@code version} is the server's, where it has one. */
  public String version() {
    return "/version";
  }

  /**
   * Path that a server of {@code dialect} empties its prefix cache at; null where none is known.
   */
  public String cacheReset(Dialect dialect) {
    return null;
  }

  /** Path that answers 200 when a server of the usual kind is ready. */
  public String ready() {
    return "/health";
  }

  /**
   * Its dialect of that name.
   *
   * @throws IllegalArgumentException naming those there are
   */
  public final Dialect dialect(String name) {
    return dialects().stream()
        .filter(dialect -> dialect.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown dialect '" + name + "', known are " + String.join(", ", names())));
  }

  /** The names of its dialects. */
  public final List<String> names() {
    return dialects().stream().map(Dialect::name).toList();
  }

  /**
   * Makes sure that a field may be added to the body of requests.
   *
   * @throws IllegalArgumentException saying why it may not
   */
  public final void requireField(String name) {
    if (ownFields().contains(name)) {
      throw new IllegalArgumentException(
          "field " + name + " says what is asked and is the client's own; allowed: any other");
    }
  }

  @Override
  public final String toString() {
    return name();
  }
}
