/** A town seen from afar, in the member's colours: roofs, a town hall and its clock, a steeple, a few trees. */
export function Town() {
  return (
    <svg class="town" viewBox="0 0 1200 120" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">
      <path
        class="town-far"
        d="M0 92l40-20 46 18 30-26 44 22V64l14-10 14 10v18l60-24 50 22 34-18 40 18V58l18-16 18 16v24l52-14 40 18 56-30 50 26 24-18 36 16V54l20-40 20 40v30l60-22 48 22 40-20 50 18 44-26 46 26 40-14 62 18 50-24 60 18v64H0z"
      />
      <path
        class="town-near"
        d="M0 120V96h24V82h52v14h20V86l26-16 26 16v12h60V76h40v20h48v-8h70v10h60V70h24V58h20V44h12V32h36v12h12v14h20v12h24v28h52V84h48v12h30V74l30-18 30 18v22h44V30h34v66h40V82h60v14h36V88l24-14 24 14v10h60V84h44v12h90v24z"
      />
      <path
        class="town-roof"
        d="M20 82l30-18 30 18zM204 76l24-20 24 20zM296 88l39-16 39 16zM430 70l82-2 82 2-8-12H438zM482 32l22-20 22 20zM641 84l26-16 26 16zM820 30l20-30 20 30zM896 82l33-18 33 18zM1076 84l24-16 24 16z"
      />
      <path
        class="town-light"
        d="M497 37a7 7 0 1 1 0 .1zM470 78h10v16h-10zM498 74h12v24h-12zM528 78h10v16h-10zM48 88h8v10h-8zM222 84h9v10h-9zM821 46h8v12h-8zM661 87h10v9h-10zM924 88h9v10h-9zM730 80h9v10h-9zM748 80h9v10h-9zM120 86h8v10h-8z"
      />
    </svg>
  );
}
