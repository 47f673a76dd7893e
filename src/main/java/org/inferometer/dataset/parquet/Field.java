package org.inferometer.dataset.parquet;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.inferometer.dataset.parquet.Thrift.Struct;

/**
 * A part of the schema: a column, or a group of fields. What is there of a row is told by levels: a
 * definition level counts which optional and repeated fields on the way to a value are there, a
 * repetition level says which of the repeated ones goes on.
 *
 * @param definition level from which on it is there
 * @param repetition level at which it goes on, or what it stands in
 * @param isTransparent whether it is there for its only field alone, as lists have them
 * @param column number of its first column
 * @param columns how many it has
 */
record Field(
    Struct element,
    int definition,
    int repetition,
    boolean isTransparent,
    List<Field> fields,
    int column,
    int columns) {
  private static final int REPEATED = 2;

  /** Converted type and logical type of lists, by their numbers in {@code parquet.thrift}. */
  private static final int LIST = 3;

  private static final int DEEPEST = 64;

  /** The fields of the whole table. */
  static Field root(List<Struct> elements) {
    UnreadableException.unless(!elements.isEmpty(), "a table without a schema");
    Iterator<Struct> all = elements.iterator();
    return of(all.next(), all, new Field(null, 0, 0, false, List.of(), 0, 0), 0, 0);
  }

  private static Field of(
      Struct element, Iterator<Struct> rest, Field parent, int column, int depth) {
    UnreadableException.unless(depth < DEEPEST, "groups within groups");
    long repetitionType = depth == 0 ? 0 : element.number(3, 0);
    Field self =
        new Field(
            element,
            parent.definition + (repetitionType == 0 ? 0 : 1),
            parent.repetition + (repetitionType == REPEATED ? 1 : 0),
            false,
            List.of(),
            column,
            1);
    if (element.has(1)) {
      return self;
    }
    List<Field> fields = new ArrayList<>();
    int next = column;
    for (long left = element.number(5, 0); left > 0; left--) {
      UnreadableException.unless(rest.hasNext(), "a schema that is cut");
      Field field = of(rest.next(), rest, self, next, depth + 1);
      next += field.columns;
      fields.add(field);
    }
    return new Field(
        element,
        self.definition,
        self.repetition,
        isList(element, fields) || depth > 1 && parent.isListOf(self, fields),
        List.copyOf(fields),
        column,
        next - column);
  }

  String name() {
    return element.text(4);
  }

  boolean isColumn() {
    return element.has(1);
  }

  boolean isRepeated() {
    return element.number(3, 0) == REPEATED;
  }

  private static boolean saysList(Struct element) {
    return element.number(6, -1) == LIST || element.has(10) && element.struct(10).has(LIST);
  }

  private static boolean isList(Struct element, List<Field> fields) {
    return saysList(element) && fields.size() == 1 && fields.get(0).isRepeated();
  }

  /**
   * Whether {@code entry}, which repeats, only holds the elements: a group of one field, unless it
   * is called as older writers call elements that are such groups themselves.
   */
  private boolean isListOf(Field entry, List<Field> fields) {
    return saysList(element)
        && entry.isRepeated()
        && fields.size() == 1
        && !entry.name().equals("array")
        && !entry.name().equals(name() + "_tuple");
  }
}
