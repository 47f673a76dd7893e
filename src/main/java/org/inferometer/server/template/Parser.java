package org.inferometer.server.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inferometer.server.template.Statement.Next;
import org.inferometer.server.template.Statement.Target;
import org.inferometer.server.template.Token.Kind;

/** Reads the statements of a template. */
final class Parser {
  private static final Set<String> UNSUPPORTED =
      Set.of("autoescape", "block", "extends", "from", "import", "include");
  private static final int DEEPEST = 100;

  private final Tokens tokens;
  private final Names names = new Names();
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private int depth;

  private Parser(Tokens tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens, names);
    this.targets = new TargetParser(tokens);
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException if it is broken, or has something that is not supported
   */
  static Parsed parse(String source) {
    Parser parser = new Parser(new Tokens(Lexer.tokens(source)));
    Frame root = parser.names.frame();
    List<Statement> statements = parser.body(Set.of());
    parser.names.seal();
    parser.expressions.invocations().seal();
    return new Parsed(statements, root);
  }

  /** A whole template. */
  record Parsed(List<Statement> statements, Frame root) {}

  /** The statements up to a tag of one of these names, which is the next token then. */
  private List<Statement> body(Set<String> ends) {
    if (++depth > DEEPEST) {
      throw tokens.error("blocks are nested more than " + DEEPEST + " deep");
    }
    List<Statement> statements = new ArrayList<>();
    while (true) {
      Token token = tokens.next();
      if (token.kind() == Kind.DATA) {
        statements.add(new Statement.Text(token.text()));
      } else if (token.kind() == Kind.VARIABLE_BEGIN) {
        statements.add(new Statement.Output(expressions.tuple(true), token.line()));
        tokens.expect(Kind.VARIABLE_END);
      } else if (token.kind() == Kind.BLOCK_BEGIN) {
        if (tokens.peek().kind() == Kind.NAME && ends.contains(tokens.peek().text())) {
          depth--;
          return statements;
        }
        statements.addAll(statement());
        tokens.expect(Kind.BLOCK_END);
      } else if (ends.isEmpty()) {
        depth--;
        return statements;
      } else {
        throw new TemplateException(
            token.line(), "the template ends where one of " + ends + " is expected");
      }
    }
  }

  /** The body of a block whose tag has just been read, with the tag that ends it. */
  private List<Statement> block(String end) {
    List<Statement> statements = blockUpTo(Set.of(end));
    tokens.next();
    return statements;
  }

  private List<Statement> blockUpTo(Set<String> ends) {
    tokens.skip(":");
    tokens.expect(Kind.BLOCK_END);
    return body(ends);
  }

  private List<Statement> statement() {
    Token tag = tokens.expect(Kind.NAME);
    return switch (tag.text()) {
      case "if" -> List.of(conditional());
      case "for" -> List.of(loop(tag.line()));
      case "set" -> List.of(assignment(tag.line()));
      case "with" -> List.of(with());
      case "macro" -> List.of(macro());
      case "call" -> List.of(call(tag.line()));
      case "filter" -> List.of(filter());
      case "generation" -> List.of(generation(tag.line()));
      case "print" -> print(tag.line());
      case "break" -> List.of(new Statement.Exit(Next.BREAK));
      case "continue" -> List.of(new Statement.Exit(Next.CONTINUE));
      default ->
          throw new TemplateException(
              tag.line(),
              UNSUPPORTED.contains(tag.text())
                  ? "the tag '" + tag.text() + "' is not supported"
                  : "Encountered unknown tag '" + tag.text() + "'.");
    };
  }

  private Statement conditional() {
    List<Expression> tests = new ArrayList<>();
    List<List<Statement>> bodies = new ArrayList<>();
    List<Statement> otherwise = List.of();
    boolean soft = names.frame().soften(true);
    tests.add(expressions.tuple(false));
    Frame.Branches branches = names.frame().new Branches();
    String end = "elif";
    while (end.equals("elif")) {
      bodies.add(blockUpTo(Set.of("elif", "else", "endif")));
      end = tokens.next().text();
      branches.next();
      if (end.equals("elif")) {
        tests.add(expressions.tuple(false));
      } else if (end.equals("else")) {
        otherwise = block("endif");
      }
    }
    branches.end();
    names.frame().soften(soft);
    return new Statement.If(tests, bodies, otherwise);
  }

  private Statement loop(int line) {
    Target target = targets.target(false, "in");
    tokens.expectName("in");
    Expression items = expressions.tuple(false, "recursive");
    names.enter(target.names());
    Expression test = tokens.skipName("if") ? expressions.expression() : null;
    Frame testFrame = names.leave();
    boolean recursive = tokens.skipName("recursive");
    names.enter(target.names());
    names.frame().has("loop");
    List<Statement> body = blockUpTo(Set.of("endfor", "else"));
    Frame frame = names.leave();
    names.enter(List.of());
    List<Statement> otherwise = tokens.next().text().equals("else") ? block("endfor") : List.of();
    return new For(
        target, items, test, testFrame, recursive, body, frame, otherwise, names.leave(), line);
  }

  private Statement assignment(int line) {
    Target target = targets.target(true);
    if (tokens.skip("=")) {
      Expression value = expressions.tuple(true);
      names.sets(target);
      return new Statement.Set(target, value, line);
    }
    Invocation.Filter filter = expressions.invocations().filters(null);
    names.enter(List.of());
    List<Statement> body = block("endset");
    Frame frame = names.leave();
    names.sets(target);
    return new Statement.SetBlock(target, filter, body, frame, line);
  }

  private Statement with() {
    List<Target> given = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (tokens.peek().kind() != Kind.BLOCK_END) {
      if (!given.isEmpty()) {
        tokens.expect(",");
      }
      given.add(targets.target(false));
      tokens.expect("=");
      values.add(expressions.expression());
    }
    names.enter(given.stream().flatMap(target -> target.names().stream()).toList());
    List<Statement> body = block("endwith");
    return new Statement.With(given, values, body, names.leave());
  }

  private Statement macro() {
    String name = tokens.expect(Kind.NAME).text();
    names.frame().sets(name);
    names.enter(List.of());
    return new Statement.MacroBlock(definition(name, parameters(), "endmacro"));
  }

  private Statement call(int line) {
    names.enter(List.of());
    Parameters parameters = tokens.peek().is("(") ? parameters() : Parameters.NONE;
    Frame frame = names.leave();
    // Behind the parameters of the block, and not a part of it.
    if (!(expressions.expression() instanceof Invocation.Call call)) {
      throw new TemplateException(line, "expected call");
    }
    names.resume(frame);
    return new Statement.CallBlock(call, definition(null, parameters, "endcall"));
  }

  private Statement generation(int line) {
    names.enter(List.of());
    Macro.Definition body = definition(null, Parameters.NONE, "endgeneration");
    Expression itself = new Expression.Constant(new Method("generation", Parser::callCaller));
    return new Statement.CallBlock(
        new Invocation.Call(itself, Invocation.Given.NOTHING, line), body);
  }

  private static Object callCaller(Arguments arguments) {
    return ((Macro) arguments.named().get("caller")).call(Arguments.of());
  }

  /** The rest of a macro whose frame has been entered. */
  private Macro.Definition definition(String name, Parameters parameters, String end) {
    names.enterMacro();
    List<Statement> body = block(end);
    Set<String> uses = new HashSet<>(names.leaveMacro());
    uses.removeAll(parameters.names());
    return new Macro.Definition(
        name, parameters.names(), parameters.defaults(), uses, body, names.leave());
  }

  private record Parameters(List<String> names, List<Expression> defaults) {
    static final Parameters NONE = new Parameters(List.of(), List.of());
  }

  private Parameters parameters() {
    List<String> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    tokens.expect("(");
    while (!tokens.skip(")")) {
      if (!parameters.isEmpty()) {
        tokens.expect(",");
      }
      String name = tokens.expect(Kind.NAME).text();
      names.frame().has(name);
      parameters.add(name);
      if (tokens.skip("=")) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw tokens.error("non-default argument follows default argument");
      }
    }
    return new Parameters(parameters, defaults);
  }

  private Statement filter() {
    Invocation.Filter filter = expressions.invocations().blockFilters();
    names.enter(List.of());
    List<Statement> body = block("endfilter");
    return new Statement.FilterBlock(filter, body, names.leave());
  }

  private List<Statement> print(int line) {
    List<Statement> outputs = new ArrayList<>();
    while (tokens.peek().kind() != Kind.BLOCK_END) {
      if (!outputs.isEmpty()) {
        tokens.expect(",");
      }
      outputs.add(new Statement.Output(expressions.expression(), line));
    }
    return outputs;
  }
}
