import { useMedia } from "../parts/useMedia.ts";
import { useScreen, useScreenStore } from "../session/screen.ts";

/** Where Data has no room beside the chart; as in the styles. */
const NO_ROOM = "(max-width: 1100px), (max-height: 480px)";

/** Data stands beside the chart where there is room, and otherwise in a drawer that lies over the page. */
export function useDataDrawer() {
  const screen = useScreenStore();
  const isDrawer = useMedia(NO_ROOM);
  const isOpen = useScreen(({ dataIsOpen }) => dataIsOpen) && isDrawer;
  return {
    isDrawer,
    isOpen,
    open: () => screen.setState({ dataIsOpen: true }),
    close: () => screen.setState({ dataIsOpen: false }),
  };
}
