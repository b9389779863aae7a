// The sheet that asks what a new agency or service is called.
import { say } from "../kit/say.js";
import { faultLine, frame, goButton, textField } from "../kit/sheet.js";

export function addSheet(app, act, sheet) {
  return frame(act, sheet, say(`agencies_page.new_${sheet.section}`), [
    textField(act, { id: "new-name", name: "name", label: say("agencies_page.name"), value: sheet.name, most: 120, autocapitalize: "words" }),
    faultLine(sheet.fault),
  ], goButton(app, { className: "primary", act: () => act.add() }, say("agencies_page.add")));
}
