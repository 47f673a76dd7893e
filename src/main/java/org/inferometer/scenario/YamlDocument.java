package org.inferometer.scenario;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML document as JSON that remembers where each key and value stands. Scalars follow the core
 * schema of YAML 1.2, so that {@code on} is a text and {@code 010} the number ten.
 */
final class YamlDocument {
  /** Values, those of an alias counted wherever it stands: few aliases write any number. */
  private static final int MOST_VALUES = 100_000;

  /** Far more than anybody writes, and few enough for whatever looks into each level by itself. */
  private static final int MOST_LEVELS = 50;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<JsonPointer, Problem.Place> keys = new HashMap<>();
  private final Map<JsonPointer, Problem.Place> values = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int seen;
  private final JsonNode root;

  YamlDocument(String text) {
    root = parse(text);
  }

  JsonNode root() {
    return root;
  }

  /** What is wrong with the text as YAML, and keys that occur twice. */
  List<Problem> problems() {
    return problems;
  }

  /** A problem with the value at {@code pointer}, or with the nearest thing around it. */
  Problem problem(JsonPointer pointer, String message) {
    return new Problem(place(values, pointer), path(pointer), message);
  }

  /** A problem with the key at {@code pointer}. */
  Problem keyProblem(JsonPointer pointer, String message) {
    return new Problem(place(keys, pointer), path(pointer), message);
  }

  /**
   * A problem for each key of the object at {@code pointer} that the one at {@code where} lacks.
   */
  List<Problem> unknownKeys(JsonPointer pointer, String kind, String where) {
    List<String> known = Keys.of(root.at(where));
    List<Problem> unknown = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : root.at(pointer).properties()) {
      if (!known.contains(one.getKey())) {
        String message = Names.unknown(kind, one.getKey(), known);
        unknown.add(keyProblem(pointer.appendProperty(one.getKey()), message));
      }
    }
    return unknown;
  }

  private Problem.Place place(Map<JsonPointer, Problem.Place> first, JsonPointer pointer) {
    for (JsonPointer at = pointer; at != null; at = at.head()) {
      Problem.Place place = first.getOrDefault(at, keys.getOrDefault(at, values.get(at)));
      if (place != null) {
        return place;
      }
    }
    return new Problem.Place(1, 1);
  }

  private static String path(JsonPointer pointer) {
    StringBuilder path = new StringBuilder();
    for (JsonPointer at = pointer; !at.matches(); at = at.tail()) {
      if (at.getMatchingIndex() >= 0 && !path.isEmpty()) {
        path.append('[').append(at.getMatchingIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(at.getMatchingProperty());
      }
    }
    return path.toString();
  }

  private JsonNode parse(String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setNestingDepthLimit(MOST_LEVELS - 1); // Of those around a node.
    limits.setMaxAliasesForCollections(Integer.MAX_VALUE); // MOST_VALUES tells, and says where.
    limits.setCodePointLimit(Integer.MAX_VALUE); // Whoever reads the file looks at its size.
    Parser parser = new ParserImpl(new StreamReader(text), limits);
    try {
      Node node = new Composer(parser, new Resolver(), limits).getSingleNode();
      JsonNode whole = node == null ? JSON.missingNode() : convert(node, JsonPointer.empty());
      return seen > MOST_VALUES ? JSON.missingNode() : whole;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      problems.add(new Problem(place(mark), "", "not YAML: " + e.getProblem()));
    } catch (ReaderException e) {
      String message = "not YAML: found the character U+%04X; allowed: text";
      problems.add(
          new Problem(
              Problem.Place.after(text.substring(0, text.offsetByCodePoints(0, e.getPosition()))),
              "",
              message.formatted(e.getCodePoint())));
    } catch (YAMLException e) {
      // Such as for what nests too deep: it does not say where, but the parser still stands there.
      String message = "here it nests deeper than %d levels; allowed: up to %d";
      problems.add(
          new Problem(
              place(parser.peekEvent().getStartMark()),
              "",
              message.formatted(MOST_LEVELS, MOST_LEVELS)));
    }
    return JSON.missingNode();
  }

  private JsonNode convert(Node node, JsonPointer at) {
    if (++seen > MOST_VALUES) {
      if (seen == MOST_VALUES + 1) {
        String message =
            "here it has more than %d values, with those that aliases repeat; allowed: fewer";
        problems.add(
            new Problem(place(node.getStartMark()), path(at), message.formatted(MOST_VALUES)));
      }
      return JSON.nullNode();
    }
    values.put(at, place(node.getStartMark()));
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar);
    }
    if (!open.add(node)) {
      problems.add(problem(at, "an alias of something that contains it"));
      return JSON.nullNode();
    }
    JsonNode json =
        node instanceof MappingNode mapping
            ? mapping(mapping, at)
            : sequence((SequenceNode) node, at);
    open.remove(node);
    return json;
  }

  private ObjectNode mapping(MappingNode mapping, JsonPointer at) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple tuple : mapping.getValue()) {
      Problem.Place place = place(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(new Problem(place, path(at), "a key must be a plain text"));
        continue;
      }
      JsonPointer pointer = at.appendProperty(key.getValue());
      if (object.has(key.getValue())) {
        problems.add(
            new Problem(
                place,
                path(pointer),
                "occurs twice; first in line " + keys.get(pointer).line() + ". Keep one"));
        continue;
      }
      keys.put(pointer, place);
      object.set(key.getValue(), convert(tuple.getValueNode(), pointer));
    }
    return object;
  }

  private ArrayNode sequence(SequenceNode sequence, JsonPointer at) {
    ArrayNode array = JSON.arrayNode();
    for (Node item : sequence.getValue()) {
      array.add(convert(item, at.appendIndex(array.size())));
    }
    return array;
  }

  private static JsonNode scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
      return JSON.textNode(text);
    }
    if (text.matches("|~|null|Null|NULL")) {
      return JSON.nullNode();
    }
    if (text.matches("true|True|TRUE|false|False|FALSE")) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    if (text.matches("[-+]?[0-9]{1,40}")) {
      BigInteger value = new BigInteger(text);
      return value.bitLength() < Long.SIZE
          ? JSON.numberNode(value.longValue())
          : JSON.numberNode(value);
    }
    if (text.matches("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")) {
      BigDecimal value = new BigDecimal(text);
      double rounded = value.doubleValue();
      // What would be 0 or infinite in a calculation is none of the numbers that are allowed.
      return Double.isFinite(rounded) && (rounded != 0 || value.signum() == 0)
          ? JSON.numberNode(value)
          : JSON.textNode(text);
    }
    return JSON.textNode(text);
  }

  private static Problem.Place place(Mark mark) {
    return mark == null ? null : new Problem.Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
