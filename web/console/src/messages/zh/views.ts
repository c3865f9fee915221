export const views = {
  title: "保存的视图",
  keep: "保存当前视图",
  lead: "当前页面及其筛选条件将出现在菜单中。",
  name: "名称",
  owner: "谁可见",
  owners: { own: "仅自己", team: "团队" },
  save: "保存",
  kept: "视图已加入菜单。",
  own: "您保存的视图",
  drop: (name: string) => `删除${name}`,
};
