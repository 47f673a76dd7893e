package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code for target in items if test}.
 *
 * @param test which items are gone through, or {@code null} for all
 * @param testFrame names of the test
 * @param recursive whether {@code loop(...)} goes through other items in the same way
 * @param frame names of the body
 * @param otherwise what is done where the body never came to its end: there was no item, or each
 *     time it was left by {@code break} or {@code continue}
 * @param otherwiseFrame its names
 */
record For(
    Statement.Target target,
    Expression items,
    Expression test,
    Frame testFrame,
    boolean recursive,
    List<Statement> body,
    Frame frame,
    List<Statement> otherwise,
    Frame otherwiseFrame,
    int line)
    implements Statement {
  private static final int DEEPEST = 150;

  @Override
  public Next execute(Context context, StringBuilder out) {
    Object all = Expression.located(line, context, () -> items.value(context));
    return loop(all, 0, context, out);
  }

  private Next loop(Object all, int depth, Context context, StringBuilder out) {
    List<Object> chosen = chosen(all, context);
    Loop loop = new Loop(chosen, depth, recursive ? (more, to) -> again(more, to, context) : null);
    boolean ended = false;
    while (loop.hasNext()) {
      Context inner = context.inner(frame.hidden());
      inner.set("loop", loop);
      Object item = loop.next();
      Expression.located(line, context, () -> target.assign(item, inner));
      Next next = Statement.run(body, inner, out);
      ended |= next == Next.GO_ON;
      if (next == Next.BREAK) {
        break;
      }
    }
    return ended
        ? Next.GO_ON
        : Statement.run(otherwise, context.inner(otherwiseFrame.hidden()), out);
  }

  private String again(Object items, int depth, Context context) {
    StringBuilder out = new StringBuilder();
    context.budget().enter(DEEPEST);
    loop(items, depth, context, out);
    context.budget().leave();
    return out.toString();
  }

  private List<Object> chosen(Object all, Context context) {
    List<Object> items =
        new ArrayList<>((List<?>) Expression.located(line, context, () -> Values.list(all)));
    if (test != null) {
      items.removeIf(
          item -> {
            Context inner = context.inner(testFrame.hidden());
            target.assign(item, inner);
            return !Values.isTrue(test.value(inner));
          });
    }
    return items;
  }
}
