import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tla2sany.drivers.SANY;
import tla2sany.modanalyzer.SpecObj;
import tla2sany.parser.TLAplusParser;
import tla2sany.st.SyntaxTreeConstants;
import tla2sany.st.TreeNode;

/**
 * SANY's syntax trees of many modules in one run. Each module of the standard input follows a line
 * `%%% label`; the answer to it is the same line, then one line `name<TAB>tree` for each
 * definition, or the one line `refused`. A tree is its tokens, with brackets where a node has
 * several parts; parentheses of the text are left out, the brackets say the same.
 */
public final class SyntaxTrees {
  private static final PrintStream OUT = System.out;

  public static void main(String[] arguments) throws Exception {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    System.setOut(nowhere);
    util.ToolIO.out = nowhere;
    SANY.frontEndInitialize(new SpecObj("none", null), nowhere);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String label = in.readLine();
    while (label != null) label = module(label, in);
    OUT.flush();
  }

  private static String module(String label, BufferedReader in) throws IOException {
    StringBuilder text = new StringBuilder();
    String line = in.readLine();
    while (line != null && !line.startsWith("%%% ")) {
      text.append(line).append('\n');
      line = in.readLine();
    }
    OUT.println(label);
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    TLAplusParser parser = new TLAplusParser(new ByteArrayInputStream(bytes));
    boolean parsed;
    try {
      parsed = parser.parse();
    } catch (RuntimeException strange) {
      parsed = false;
    }
    if (parsed) definitions(parser.rootNode());
    else OUT.println("refused");
    return line;
  }

  private static void definitions(TreeNode node) {
    if (node.isKind(SyntaxTreeConstants.N_OperatorDefinition)) {
      List<TreeNode> parts = partsOf(node);
      TreeNode head = parts.get(parts.size() - 3);
      while (!partsOf(head).isEmpty()) head = partsOf(head).get(0);
      OUT.println(head.getImage() + "\t" + show(node));
      return;
    }
    for (TreeNode part : partsOf(node)) definitions(part);
  }

  private static List<TreeNode> partsOf(TreeNode node) {
    List<TreeNode> parts = new ArrayList<>();
    for (TreeNode[] some : new TreeNode[][] {node.zero(), node.one()}) {
      if (some == null) continue;
      for (TreeNode part : some) if (!ignored(part)) parts.add(part);
    }
    return parts;
  }

  /** Where a name comes from, and declarations: neither is part of an expression. */
  private static boolean ignored(TreeNode node) {
    return node.isKind(SyntaxTreeConstants.N_IdPrefix)
        || node.isKind(SyntaxTreeConstants.N_Recursive);
  }

  private static String show(TreeNode node) {
    List<TreeNode> parts = partsOf(node);
    if (parts.isEmpty()) return node.getImage();
    if (node.isKind(SyntaxTreeConstants.N_ParenExpr)) return show(parts.get(1));
    if (parts.size() == 1) return show(parts.get(0));
    StringBuilder text = new StringBuilder();
    for (TreeNode part : parts) text.append(text.length() == 0 ? "(" : " ").append(show(part));
    return text.append(')').toString();
  }
}
