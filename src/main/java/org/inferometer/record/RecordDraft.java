package org.inferometer.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A record while its facts come in, by the names that they have in JSON. What is not given is
 * unknown. The names and types are taken from {@link RequestRecord}, so that a fact is declared
 * there and nowhere else. Not for several threads.
 */
public final class RecordDraft {
  private static final RecordComponent[] FACTS = RequestRecord.class.getRecordComponents();
  private static final Map<String, Integer> PLACES = new HashMap<>();
  private static final Constructor<RequestRecord> CONSTRUCTOR;

  static {
    for (int i = 0; i < FACTS.length; i++) {
      PLACES.put(FACTS[i].getName(), i);
    }
    try {
      CONSTRUCTOR =
          RequestRecord.class.getDeclaredConstructor(
              Arrays.stream(FACTS).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object[] values = new Object[FACTS.length];

  /** A draft in which nothing is known. */
  public RecordDraft() {}

  /** A draft that knows what {@code record} does. */
  public RecordDraft(RequestRecord record) {
    try {
      for (int i = 0; i < FACTS.length; i++) {
        values[i] = FACTS[i].getAccessor().invoke(record);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record that does not tell what it holds", e);
    }
  }

  /** The type of the fact of this name; null if records have none. */
  static Class<?> type(String name) {
    Integer place = PLACES.get(name);
    return place == null ? null : FACTS[place].getType();
  }

  /**
   * Sets one fact; null makes it unknown.
   *
   * @throws IllegalArgumentException if records have no such fact, or it is of another type
   */
  public RecordDraft with(String name, Object value) {
    Integer place = PLACES.get(name);
    if (place == null) {
      throw new IllegalArgumentException("a record has no \"" + name + "\"");
    }
    Class<?> type = FACTS[place].getType();
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException(
          "%s is of type %s, not %s"
              .formatted(name, type.getSimpleName(), value.getClass().getSimpleName()));
    }
    values[place] = value;
    return this;
  }

  /** The record of what is known by now. */
  public RequestRecord record() {
    try {
      return CONSTRUCTOR.newInstance(values);
    } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("a record that cannot be made", e);
    }
  }
}
