import { pageOf, useAddress } from '../address.ts';
import { filterOf } from '../filter.ts';
import { ClusterMap } from '../parts/ClusterMap.tsx';
import { FilterBar } from '../parts/FilterBar.tsx';
import { Page } from '../parts/Page.tsx';
import { EmergingPanel, TopicLinesPanel, TopicsByYearPanel } from '../parts/panels.tsx';

/** Topics: which belong together, and how they come and go. */
export default function Topics() {
  const { params, go } = useAddress();
  const filter = filterOf(params);
  const open = (topic: string) => go(pageOf('Topic', topic));
  return (
    <Page title="Topics">
      <div class="panels">
        <ClusterMap />
      </div>
      <FilterBar />
      <div class="panels">
        <EmergingPanel filter={filter} onPick={open} />
        <EmergingPanel filter={filter} onPick={open} fading />
        <TopicLinesPanel filter={filter} rows={20} />
        <TopicsByYearPanel filter={filter} onPick={open} rows={20} />
      </div>
    </Page>
  );
}
