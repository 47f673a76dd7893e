package org.inferometer.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inferometer.dataset.parquet.Thrift.Struct;
import org.junit.jupiter.api.Test;

/** How writers of all ages write lists, after the format's rules for compatibility. */
class FieldTest {
  private static final long REQUIRED = 0;
  private static final long OPTIONAL = 1;
  private static final long REPEATED = 2;

  @Test
  void anElementMayBeAGroupInAGroupThatRepeats() {
    Field list =
        list(group("list", REPEATED, 1), group("element", OPTIONAL, 1), text("a", OPTIONAL));

    Field entry = list.fields().get(0);
    assertThat(List.of(list.isTransparent(), entry.isTransparent())).containsExactly(true, true);
    Field element = entry.fields().get(0);
    assertThat(element.isTransparent()).isFalse();
    assertThat(List.of(list.definition(), entry.definition(), element.definition()))
        .containsExactly(1, 2, 3);
    assertThat(List.of(list.repetition(), entry.repetition(), element.repetition()))
        .containsExactly(0, 1, 1);
  }

  @Test
  void orWhatRepeatsItself() {
    assertThat(list(text("element", REPEATED)).isTransparent()).isTrue();
    for (String name : List.of("array", "said_tuple")) {
      Field list = list(group(name, REPEATED, 1), text("a", REQUIRED));
      assertThat(list.isTransparent()).as(name).isTrue();
      assertThat(list.fields().get(0).isTransparent()).as(name).isFalse();
    }
    Field two = list(group("bag", REPEATED, 2), text("a", OPTIONAL), text("b", OPTIONAL));
    assertThat(two.fields().get(0).isTransparent()).isFalse();
    assertThat(two.columns()).isEqualTo(2);
  }

  @Test
  void whatIsNoListIsAGroup() {
    Field root =
        Field.root(List.of(group("schema", REQUIRED, 1), group("said", OPTIONAL, 1), text("a", 0)));
    assertThat(root.fields().get(0).isTransparent()).isFalse();
    assertThat(root.fields().get(0).fields().get(0).isColumn()).isTrue();
  }

  @Test
  void aSchemaThatIsCutIsRefused() {
    assertThatThrownBy(() -> Field.root(List.of(group("schema", REQUIRED, 2), text("a", 0))))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> Field.root(List.of())).isInstanceOf(UnreadableException.class);
  }

  /** The list called {@code said} with {@code below} in it. */
  private static Field list(Struct... below) {
    Struct said = group("said", OPTIONAL, 1);
    said.fields().put(6, 3L);
    List<Struct> all = new java.util.ArrayList<>(List.of(group("schema", REQUIRED, 1), said));
    all.addAll(List.of(below));
    return Field.root(all).fields().get(0);
  }

  private static Struct group(String name, long repetition, long fields) {
    Struct group = text(name, repetition);
    group.fields().remove(1);
    group.fields().put(5, fields);
    return group;
  }

  private static Struct text(String name, long repetition) {
    Map<Integer, Object> fields = new HashMap<>();
    fields.put(1, 6L);
    fields.put(3, repetition);
    fields.put(4, name.getBytes(StandardCharsets.UTF_8));
    return new Struct(fields);
  }
}
