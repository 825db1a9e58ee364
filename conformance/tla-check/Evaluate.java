import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.SimpleFilenameToStream;

/**
 * TLC's values of many expressions in one run: of every definition `e_…(z)` of the modules named as
 * arguments, in the current folder, where z is 0. A line for each: `name<TAB>value`, or
 * `name<TAB>!` and what TLC has against it. Values that TLC keeps unevaluated are written out.
 */
public final class Evaluate {
  public static void main(String[] modules) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    System.setOut(nowhere);
    util.ToolIO.out = nowhere;
    for (String module : modules) {
      FastTool tool = new FastTool(module, module, new SimpleFilenameToStream());
      for (OpDefNode definition : tool.getRootModule().getOpDefs()) {
        if (!definition.getOriginallyDefinedInModuleNode().getName().toString().equals(module)) {
          continue;
        }
        if (!definition.getName().toString().startsWith("e_")) continue;
        String answer;
        try {
          Context zero = Context.Empty.cons(definition.getParams()[0], IntValue.gen(0));
          answer = show((Value) tool.eval(definition.getBody(), zero, TLCState.Empty));
        } catch (RuntimeException | StackOverflowError refused) {
          answer = "!" + refused.getMessage();
        }
        out.println(definition.getName() + "\t" + answer.replaceAll("\\s+", " "));
      }
      out.flush();
    }
  }

  /** The value with all its parts: TLC keeps some of them unevaluated until somebody asks. */
  private static String show(Value value) {
    if (value instanceof BoolValue || value instanceof IntValue || value instanceof StringValue) {
      return value.toString();
    }
    TupleValue tuple = (TupleValue) value.toTuple();
    if (tuple != null) return list("<<", Arrays.asList(tuple.elems), ">>");
    RecordValue record = (RecordValue) value.toRcd();
    if (record != null) {
      List<String> fields = new ArrayList<>();
      for (int k = 0; k < record.names.length; k++) {
        fields.add(record.names[k] + " |-> " + show(record.values[k]));
      }
      return "[" + String.join(", ", fields) + "]";
    }
    FcnRcdValue function = (FcnRcdValue) value.toFcnRcd();
    if (function != null) {
      List<String> pairs = new ArrayList<>();
      Value[] domain = function.getDomainAsValues();
      for (int k = 0; k < domain.length; k++) {
        pairs.add(show(domain[k]) + " :> " + show(function.values[k]));
      }
      return "(" + String.join(" @@ ", pairs) + ")";
    }
    SetEnumValue set = (SetEnumValue) value.toSetEnum();
    if (set == null) throw new RuntimeException("a set without an end: " + value.getKindString());
    set.normalize();
    return list("{", Arrays.asList(set.elems.toArray()), "}");
  }

  private static String list(String open, List<Value> items, String close) {
    List<String> shown = new ArrayList<>();
    for (Value item : items) shown.add(show(item));
    return open + String.join(", ", shown) + close;
  }
}
