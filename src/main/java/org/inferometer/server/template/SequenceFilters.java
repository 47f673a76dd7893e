package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Jinja's filters of lists and what else can be gone through. */
final class SequenceFilters {
  static final Map<String, Function> ALL =
      Map.ofEntries(
          Map.entry("list", given -> new ArrayList<>(Values.list(given.bind("list", "v").get(0)))),
          Map.entry("first", SequenceFilters::first),
          Map.entry("last", SequenceFilters::last),
          Map.entry("join", SequenceFilters::join),
          Map.entry("reverse", SequenceFilters::reverse),
          Map.entry("items", SequenceFilters::items),
          Map.entry("dictsort", SequenceFilters::dictsort),
          Map.entry("sort", SequenceFilters::sort),
          Map.entry("unique", SequenceFilters::unique),
          Map.entry("min", given -> extreme("min", given, false)),
          Map.entry("max", given -> extreme("max", given, true)),
          Map.entry("sum", SequenceFilters::sum),
          Map.entry("map", SequenceFilters::map),
          Map.entry("select", given -> choose(given, true)),
          Map.entry("reject", given -> choose(given, false)),
          Map.entry("selectattr", given -> chooseByAttribute(given, true)),
          Map.entry("rejectattr", given -> chooseByAttribute(given, false)),
          Map.entry("batch", SequenceFilters::batch),
          Map.entry("slice", SequenceFilters::slice));

  private SequenceFilters() {}

  private static Object first(Arguments arguments) {
    Iterator<Object> items = Values.iterate(arguments.bind("first", "seq").get(0)).iterator();
    return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
  }

  private static Object last(Arguments arguments) {
    Object sequence = arguments.bind("last", "seq").get(0);
    if (sequence instanceof Generator) {
      throw new TemplateException("'generator' object is not reversible");
    }
    List<Object> items = Values.list(sequence);
    return items.isEmpty()
        ? new Undefined("No last item, sequence was empty.")
        : items.get(items.size() - 1);
  }

  private static Object join(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("join", "value", "d", "attribute");
    Object attribute = bound.or(2, null);
    List<String> texts = new ArrayList<>();
    for (Object item : Values.iterate(bound.get(0))) {
      texts.add(Representation.text(attribute == null ? item : Path.of(attribute).in(item)));
    }
    return Strings.join(Representation.text(bound.or(1, "")), texts);
  }

  private static Object reverse(Arguments arguments) {
    Object value = arguments.bind("reverse", "value").get(0);
    List<Object> items = new ArrayList<>(Values.list(value));
    Collections.reverse(items);
    return value instanceof String
        ? String.join("", items.stream().map(String.class::cast).toList())
        : new Generator(items);
  }

  private static Object items(Arguments arguments) {
    Object value = arguments.bind("items", "value").get(0);
    if (value instanceof Undefined) {
      return new Generator(List.of());
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new TemplateException("Can only get item pairs from a mapping.");
    }
    return new Generator(View.pairs(map));
  }

  private static Object dictsort(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("dictsort", "value", "case_sensitive", "by", "reverse");
    Object value = Values.defined(bound.get(0));
    if (!(value instanceof Map<?, ?> map)) {
      throw new TemplateException("'" + Types.name(value) + "' object has no attribute 'items'");
    }
    int place =
        switch (StringMethods.text(bound.or(2, "key"))) {
          case "key" -> 0;
          case "value" -> 1;
          default ->
              throw new TemplateException("You can only sort by either \"key\" or \"value\"");
        };
    boolean caseful = bound.flag(1, false);
    return sorted(
        View.pairs(map),
        pair -> folded(((Tuple) pair).items().get(place), caseful),
        bound.flag(3, false));
  }

  private static Object sort(Arguments arguments) {
    Arguments.Bound bound =
        arguments.bind("sort", "value", "reverse", "case_sensitive", "attribute");
    boolean caseful = bound.flag(2, false);
    Object attribute = bound.or(3, null);
    return sorted(
        Values.list(bound.get(0)),
        item -> sortKeys(item, attribute, caseful),
        bound.flag(1, false));
  }

  private static Object sortKey(Object item, Object attribute, boolean caseful) {
    return folded(attribute == null ? item : Path.of(attribute).in(item), caseful);
  }

  /** A list, even of one, so that undefined ones are equal as in Python. */
  private static Object sortKeys(Object item, Object attributes, boolean caseful) {
    List<Object> keys = new ArrayList<>();
    if (attributes instanceof String several) {
      for (String attribute : several.split(",")) {
        keys.add(sortKey(item, attribute, caseful));
      }
    } else {
      keys.add(sortKey(item, attributes, caseful));
    }
    return keys;
  }

  private static List<Object> sorted(
      List<Object> items, UnaryOperator<Object> key, boolean reverse) {
    Comparator<Object> order = (a, b) -> Values.compare("<", key.apply(a), key.apply(b));
    List<Object> sorted = new ArrayList<>(items);
    sorted.sort(reverse ? order.reversed() : order);
    return sorted;
  }

  private static Object folded(Object value, boolean caseful) {
    return caseful || !(value instanceof String text) ? value : Strings.lower(text);
  }

  private static Object unique(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("unique", "value", "case_sensitive", "attribute");
    Object attribute = bound.or(2, null);
    boolean caseful = bound.flag(1, false);
    Set<Object> seen = new HashSet<>();
    return new Generator(
        stream(bound.get(0))
            .filter(item -> seen.add(Values.key(sortKey(item, attribute, caseful)))));
  }

  private static Object extreme(String filter, Arguments arguments, boolean largest) {
    Arguments.Bound bound = arguments.bind(filter, "value", "case_sensitive", "attribute");
    Object attribute = bound.or(2, null);
    boolean caseful = bound.flag(1, false);
    List<Object> items = Values.list(bound.get(0));
    if (items.isEmpty()) {
      return new Undefined("No aggregated item, sequence was empty.");
    }
    Comparator<Object> order =
        (a, b) ->
            Values.compare("<", sortKey(a, attribute, caseful), sortKey(b, attribute, caseful));
    Object extreme = items.get(0);
    for (Object item : items) {
      int compared = order.compare(item, extreme);
      extreme = (largest ? compared > 0 : compared < 0) ? item : extreme;
    }
    return extreme;
  }

  private static Object sum(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("sum", "iterable", "attribute", "start");
    Object attribute = bound.or(1, null);
    Object sum = bound.or(2, 0L);
    for (Object item : Values.iterate(bound.get(0))) {
      sum = Arithmetic.binary("+", sum, attribute == null ? item : Path.of(attribute).in(item));
    }
    return sum;
  }

  private static Object map(Arguments arguments) {
    Arguments rest = arguments.from(1);
    UnaryOperator<Object> change;
    if (rest.positional().isEmpty() && rest.named().containsKey("attribute")) {
      Arguments.Bound bound = rest.bind("map", "attribute", "default");
      Path path = Path.of(bound.get(0));
      change =
          item -> {
            Object value = path.in(item);
            return value instanceof Undefined && bound.has(1) ? bound.get(1) : value;
          };
    } else if (rest.positional().isEmpty()) {
      throw new TemplateException("map requires a filter argument");
    } else {
      String filter = StringMethods.text(rest.positional().get(0));
      change = item -> Filters.apply(filter, rest.from(1).after(item));
    }
    return new Generator(items(arguments.positional().get(0)).map(change));
  }

  private static Object choose(Arguments arguments, boolean wanted) {
    return chosen(arguments.positional().get(0), test(arguments.from(1)), wanted);
  }

  private static Object chooseByAttribute(Arguments arguments, boolean wanted) {
    if (arguments.positional().size() < 2) {
      throw new TemplateException("Missing parameter for attribute name");
    }
    Path path = Path.of(arguments.positional().get(1));
    Predicate<Object> test = test(arguments.from(2));
    return chosen(arguments.positional().get(0), item -> test.test(path.in(item)), wanted);
  }

  private static Predicate<Object> test(Arguments arguments) {
    if (arguments.positional().isEmpty()) {
      return Values::isTrue;
    }
    String test = StringMethods.text(arguments.positional().get(0));
    return item -> Values.isTrue(Tests.holds(test, arguments.from(1).after(item)));
  }

  private static Object chosen(Object from, Predicate<Object> test, boolean wanted) {
    return new Generator(items(from).filter(item -> test.test(item) == wanted));
  }

  /** What there is to go through, when it is asked for; nothing of what is not true. */
  private static Stream<Object> items(Object value) {
    return Values.isTrue(value) ? stream(value) : Stream.empty();
  }

  private static Stream<Object> stream(Object value) {
    return Stream.of(0)
        .flatMap(later -> StreamSupport.stream(Values.iterate(value).spliterator(), false));
  }

  private static Object batch(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("batch", "value", "linecount", "fill_with");
    int size = Numbers.index(bound.get(1));
    Object fill = bound.or(2, null);
    List<Object> batches = new ArrayList<>();
    List<Object> batch = new ArrayList<>();
    for (Object item : Values.iterate(bound.get(0))) {
      if (batch.size() == size) {
        batches.add(batch);
        batch = new ArrayList<>();
      }
      batch.add(item);
    }
    if (!batch.isEmpty()) {
      if (fill != null && batch.size() < size) {
        batch.addAll(Collections.nCopies(Budget.size(size - (long) batch.size()), fill));
      }
      batches.add(batch);
    }
    return new Generator(batches);
  }

  private static Object slice(Arguments arguments) {
    Arguments.Bound bound = arguments.bind("slice", "value", "slices", "fill_with");
    List<Object> items = Values.list(bound.get(0));
    int slices = Budget.size(Numbers.index(bound.get(1)));
    if (slices == 0) {
      throw new TemplateException("division by zero");
    }
    Object fill = bound.or(2, null);
    int least = items.size() / slices;
    int larger = items.size() % slices;
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < slices; i++) {
      int to = from + least + (i < larger ? 1 : 0);
      List<Object> part = new ArrayList<>(items.subList(from, to));
      if (fill != null && i >= larger) {
        part.add(fill);
      }
      parts.add(part);
      from = to;
    }
    return new Generator(parts);
  }

  /** The way to an element, as filters take it: {@code function.name}, a number. */
  private record Path(List<Object> steps) {
    static Path of(Object attribute) {
      if (!(attribute instanceof String text)) {
        return new Path(java.util.Collections.singletonList(attribute));
      }
      List<Object> steps = new ArrayList<>();
      for (String step : text.split("\\.", -1)) {
        steps.add(step.matches("[0-9]{1,9}") ? (Object) Long.valueOf(step) : step);
      }
      return new Path(steps);
    }

    Object in(Object item) {
      Object value = item;
      for (Object step : steps) {
        value = Values.item(value, step);
      }
      return value;
    }
  }
}
