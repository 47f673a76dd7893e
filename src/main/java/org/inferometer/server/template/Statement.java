package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Something that writes text or sets variables. */
sealed interface Statement
    permits Statement.Text,
        Statement.Output,
        Statement.If,
        Statement.Exit,
        Statement.Set,
        Statement.SetBlock,
        Statement.With,
        Statement.MacroBlock,
        Statement.CallBlock,
        Statement.FilterBlock,
        For {
  /** Where the template goes on. */
  enum Next {
    GO_ON,
    BREAK,
    CONTINUE
  }

  /** Does it. */
  Next execute(Context context, StringBuilder out);

  /** Does all, up to a {@code break} or {@code continue}. */
  static Next run(List<Statement> statements, Context context, StringBuilder out) {
    for (Statement statement : statements) {
      context.budget().step();
      Next next = statement.execute(context, out);
      if (next != Next.GO_ON) {
        return next;
      }
    }
    return Next.GO_ON;
  }

  /** What a block with variables of its own writes. */
  static String text(List<Statement> statements, Frame frame, Context context) {
    StringBuilder out = new StringBuilder();
    run(statements, context.inner(frame.hidden()), out);
    return out.toString();
  }

  /** Text outside of tags. */
  record Text(String text) implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      context.budget().take(text.length());
      out.append(text);
      return Next.GO_ON;
    }
  }

  /** {@code {{ value }}}. */
  record Output(Expression value, int line) implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      Object text =
          Expression.located(line, context, () -> Representation.text(value.value(context)));
      out.append(text);
      return Next.GO_ON;
    }
  }

  /** {@code if}, {@code elif}, {@code else}: the body behind the first test that is true. */
  record If(List<Expression> tests, List<List<Statement>> bodies, List<Statement> otherwise)
      implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      for (int i = 0; i < tests.size(); i++) {
        if (Values.isTrue(tests.get(i).value(context))) {
          return run(bodies.get(i), context, out);
        }
      }
      return run(otherwise, context, out);
    }
  }

  /** {@code break} or {@code continue}. */
  record Exit(Next next) implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      return next;
    }
  }

  /** {@code set target = value}. */
  record Set(Target target, Expression value, int line) implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      Object assigned = value.value(context);
      Expression.located(line, context, () -> target.assign(assigned, context));
      return Next.GO_ON;
    }
  }

  /**
   * {@code set target}: the text of a block.
   *
   * @param filter what changes the text, or {@code null}
   */
  record SetBlock(
      Target target, Invocation.Filter filter, List<Statement> body, Frame frame, int line)
      implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      String text = text(body, frame, context);
      Object assigned = filter == null ? text : filter.filter(text, context);
      Expression.located(line, context, () -> target.assign(assigned, context));
      return Next.GO_ON;
    }
  }

  /** {@code with}: a block with variables that are set at its beginning. */
  record With(List<Target> targets, List<Expression> values, List<Statement> body, Frame frame)
      implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      Context inner = context.inner(frame.hidden());
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).assign(values.get(i).value(context), inner);
      }
      return run(body, inner, out);
    }
  }

  /** {@code macro}. */
  record MacroBlock(Macro.Definition definition) implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      context.set(definition.name(), new Macro(definition, context));
      return Next.GO_ON;
    }
  }

  /** {@code call}: a macro that may ask for the text of the block. */
  record CallBlock(Invocation.Call call, Macro.Definition caller) implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      Object text = call.call(Map.of("caller", new Macro(caller, context)), context);
      out.append(Representation.text(text));
      return Next.GO_ON;
    }
  }

  /** {@code filter}: the text of a block, changed. */
  record FilterBlock(Invocation.Filter filter, List<Statement> body, Frame frame)
      implements Statement {
    @Override
    public Next execute(Context context, StringBuilder out) {
      String text = text(body, frame, context);
      out.append(Representation.text(filter.filter(text, context)));
      return Next.GO_ON;
    }
  }

  /** What a value is assigned to. */
  sealed interface Target permits Variable, NamespaceAttribute, Several {
    /** Assigns it; the result means nothing. */
    Object assign(Object value, Context context);

    /** The names of the variables that are set. */
    default List<String> names() {
      return List.of();
    }
  }

  /** A variable. */
  record Variable(String name) implements Target {
    @Override
    public Object assign(Object value, Context context) {
      context.set(name, value);
      return null;
    }

    @Override
    public List<String> names() {
      return List.of(name);
    }
  }

  /** {@code namespace.attribute}. */
  record NamespaceAttribute(String owner, String attribute) implements Target {
    @Override
    public Object assign(Object value, Context context) {
      if (!(context.get(owner) instanceof Namespace namespace)) {
        throw new TemplateException("cannot assign attribute on non-namespace object");
      }
      namespace.set(attribute, value);
      return null;
    }
  }

  /** {@code a, b}: takes a value apart. */
  record Several(List<Target> targets) implements Target {
    @Override
    public Object assign(Object value, Context context) {
      List<Object> items = Values.list(value);
      if (items.size() != targets.size()) {
        throw new TemplateException(
            "cannot unpack %d values into %d names".formatted(items.size(), targets.size()));
      }
      for (int i = 0; i < items.size(); i++) {
        targets.get(i).assign(items.get(i), context);
      }
      return null;
    }

    @Override
    public List<String> names() {
      List<String> names = new ArrayList<>();
      targets.forEach(target -> names.addAll(target.names()));
      return names;
    }
  }
}
