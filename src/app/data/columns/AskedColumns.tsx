import { useSession } from "../../session/session.ts";
import { ColumnsDialog } from "./ColumnsDialog.tsx";

/** Asks about a file of a load whose columns do not tell what they are. */
export function AskedColumns() {
  const asked = useSession(({ jobs }) => jobs.find((job) => job.asked !== null)?.asked);
  if (!asked) return null;
  const { file, look, answer } = asked;
  return <ColumnsDialog key={file} file={file} look={look} leave="Leave out" onAnswer={answer} />;
}
