package org.inferometer.server.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The frames of the blocks that are being read. */
final class Names {
  private static final Set<String> SPECIAL = Set.of("caller", "varargs", "kwargs");

  private final List<Frame> all = new ArrayList<>();
  private final Deque<Set<String>> specials = new ArrayDeque<>();
  private Frame frame = add(null);

  private Frame add(Frame outer) {
    Frame added = new Frame(outer);
    all.add(added);
    return added;
  }

  Frame frame() {
    return frame;
  }

  /** Begins a block with variables of its own. */
  void enter(List<String> variables) {
    frame = add(frame);
    variables.forEach(frame::has);
  }

  /** Goes on in a block that was left. */
  void resume(Frame block) {
    frame = block;
  }

  /** Ends the block. */
  Frame leave() {
    Frame left = frame;
    frame = left.outer();
    return left;
  }

  void reads(String name) {
    frame.reads(name);
    if (SPECIAL.contains(name)) {
      specials.forEach(used -> used.add(name));
    }
  }

  void sets(Statement.Target target) {
    if (target instanceof Statement.NamespaceAttribute attribute) {
      frame.reads(attribute.owner());
    }
    target.names().forEach(frame::sets);
  }

  /** Begins the body of a macro. */
  void enterMacro() {
    specials.push(new HashSet<>());
  }

  /** Ends the body of a macro: which of its special variables does it read? */
  Set<String> leaveMacro() {
    return specials.pop();
  }

  void seal() {
    all.forEach(Frame::seal);
  }
}
